/* things.h - the thing that a path names, where this viewer may see it; else ERR_UNKNOWN, as for what is not there. */
#ifndef API_THINGS_H
#define API_THINGS_H

#include "api/api.h"
#include "feedback/delivery.h"
#include "intake/look.h"

/* Pieces 0 and 1: receipt and number. */
int thing_submission(struct api_call *c, struct submission_row *s, bool *staff_r, struct err *e) MUST_CHECK;
/* Piece 0: a share that was sent to the viewer's organisation. */
int thing_delivery(struct api_call *c, struct delivery *d, struct err *e) MUST_CHECK;
/* A reader of the own organisation; ERR_DENIED. */
int thing_reader(struct api_call *c, struct reader *reader, struct err *e) MUST_CHECK;
/* Piece 0: a share, for the hub's people. */
struct share_row;
int thing_share(struct api_call *c, struct share_row *s, struct err *e) MUST_CHECK;
/* "all", "sig:power": whom a draft is for. */
struct share_target;
int audience_named(struct str s, struct share_target *t, struct err *e) MUST_CHECK;
/* The answer of a draft or of a new revision. */
struct share_made;
int share_made_give(struct api_call *c, const struct share_made *made, bool is_new);
/* "/submissions/R-.../1" */
struct str path_of_submission(struct api_call *c, struct str receipt, long long number);
/* Where a list of submissions goes on: into a page's `next`, and out of its `after`. */
struct str thing_key(struct arena *a, const struct submission_after *place);
int thing_place(const struct api_page *page, struct submission_after *place_r, struct err *e) MUST_CHECK;
/* The shape is a list of lists' views: staff see every organisation, others their own. */
bool is_staff(const struct api_call *c);

/* One artefact by its name in the path ("html.ja", "csv"): format and language. */
void paper_named(struct str name, struct str *format_r, struct str *lang_r);
const char *paper_type(struct str format);

struct paper_view { struct str name, format, lang, sha256; long long bytes; };
extern const struct api_shape api_shape_paper;
struct share_paper;
struct paper_view *papers_view(struct arena *a, const struct share_paper *list, size_t n);
struct target_view { struct str kind, target; };
extern const struct api_shape api_shape_target;

/* Files of a form, or the body as one file, each a hand-in of its own that `receive` takes: receipts.  `offer` has what is common. */
struct offer;
struct receipt;
typedef int receive_by(struct api_call *c, const struct offer *offer, struct receipt *receipt, struct err *e);
int receive_all(struct api_call *c, const struct offer *offer, struct str body_name, receive_by *receive, struct err *e) MUST_CHECK;
/* Into the intake. */
int receive_hand_in(struct api_call *c, const struct offer *offer, struct receipt *receipt, struct err *e) MUST_CHECK;
/* What came as a form's files or as the body: at least one, none larger than the hub takes. */
struct content;
struct uploaded { struct str name; const struct content *bytes; };
int uploaded_files(struct api_call *c, struct str body_name, struct uploaded **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* The receipts of what another room received; none where an answer needed no hand-in. */
int received_give(struct api_call *c, struct str location, const struct uploaded *files, const struct str *receipts, size_t n);
/* A form's field counts like the query's of that name. */
int form_over_query(struct api_call *c, const char *name, struct err *e) MUST_CHECK;

#endif
