/* tls.h - certificates of machines, verified; libgnutls is opened by name, as libmicrohttpd is, and only where TLS is set. */
#ifndef HTTP_TLS_H
#define HTTP_TLS_H

#include "http/http.h"

/* ECDHE and AEAD only: TLS 1.3 and what is left of 1.2 (RFC 9325). */
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:+AES-256-GCM:+AES-128-GCM:+CHACHA20-POLY1305:" \
	"-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-MAC-ALL:+AEAD:%SERVER_PRECEDENCE"

int tls_open(struct err *e) MUST_CHECK;
/* The library asks for a certificate and lets everybody in, whatever it is: here it is looked at.  Absent: none was shown.
 * False with a sentence: one was shown that does not verify, for this purpose, today. */
bool tls_client(void *session, struct arena *a, struct str *digest_r, struct str *names_r, const char **why_r);

#endif
