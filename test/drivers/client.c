/* SPDX-License-Identifier: PostgreSQL
 *
 * client QUERY [PARAMETER...]: asks a query of one value through libpq, its parameters without types, in every
 * way that libpq has: at once and prepared (often enough for a generic plan), parameters as text and in binary,
 * the result as text and in binary. Prints the value as text, or what differs.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BOOLEAN = 16, BIGINT = 20, DOUBLE = 701, TEXT = 25 };

static PGconn *connection;

static unsigned long long big_endian(const char *bytes, int length) {
  unsigned long long value = 0;
  for (int i = 0; i < length; i++) value = value << 8 | (unsigned char) bytes[i];
  return value;
}

/* A binary value as text. A sketch's bytes are sent back, and the server converts them. */
static void print_binary(const PGresult *result, char *to, size_t room) {
  const char *bytes = PQgetvalue(result, 0, 0);
  const int length = PQgetlength(result, 0, 0);
  const Oid type = PQftype(result, 0);
  if (type == BOOLEAN) {
    snprintf(to, room, "%s", bytes[0] ? "t" : "f");
  } else if (type == BIGINT) {
    snprintf(to, room, "%lld", (long long) big_endian(bytes, 8));
  } else if (type == DOUBLE) {
    const unsigned long long bits = big_endian(bytes, 8);
    double value;
    memcpy(&value, &bits, sizeof value);
    snprintf(to, room, "%.15g", value);
  } else if (type == TEXT) {
    snprintf(to, room, "%.*s", length, bytes);
  } else {
    char number[16], query[200];
    const char *parameters[] = {number, bytes};
    const int binary = 1;
    snprintf(number, sizeof number, "%u", type);
    PGresult *name = PQexecParams(connection, "SELECT $1::oid::regtype::text", 1, NULL, parameters, NULL, NULL, 0);
    snprintf(query, sizeof query, "SELECT $1::%s::text", PQgetvalue(name, 0, 0));
    PGresult *text = PQexecParams(connection, query, 1, NULL, parameters + 1, &length, &binary, 0);
    snprintf(to, room, "%s", PQresultStatus(text) == PGRES_TUPLES_OK ? PQgetvalue(text, 0, 0) : PQresultErrorMessage(text));
    PQclear(text);
    PQclear(name);
  }
}

int main(int argc, char **argv) {
  static char first[1 << 20], text[1 << 20];
  const char *const *parameters = (const char *const *) argv + 2;
  const int count = argc - 2;
  int lengths[16], binary[16], different = 0;
  if (count < 0 || count > 16) return 2;
  connection = PQconnectdb("");
  if (PQstatus(connection) != CONNECTION_OK) {
    fputs(PQerrorMessage(connection), stderr);
    return 2;
  }
  for (int i = 0; i < count; i++) lengths[i] = (int) strlen(parameters[i]), binary[i] = 1;
  for (int way = 0; way < 8; way++) {
    const int prepared = way & 1, result_format = way >> 1 & 1;
    /* Only parameters that take bytes as they are: literals, and text. */
    const int *formats = way >> 2 ? binary : NULL;
    if (formats != NULL && getenv("TEXT_ONLY") != NULL) break;
    if (prepared) {
      PQclear(PQexec(connection, "DEALLOCATE ALL"));
      PQclear(PQprepare(connection, "p", argv[1], 0, NULL));
    }
    for (int times = 0; times < (prepared ? 7 : 1); times++) {
      PGresult *result = prepared
          ? PQexecPrepared(connection, "p", count, parameters, lengths, formats, result_format)
          : PQexecParams(connection, argv[1], count, NULL, parameters, lengths, formats, result_format);
      if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
        snprintf(text, sizeof text, "%s: %s", PQresultErrorField(result, PG_DIAG_SQLSTATE), hint == NULL ? "no hint" : hint);
      } else if (PQgetisnull(result, 0, 0)) {
        snprintf(text, sizeof text, "NULL");
      } else if (result_format == 0) {
        snprintf(text, sizeof text, "%s", PQgetvalue(result, 0, 0));
      } else {
        print_binary(result, text, sizeof text);
      }
      PQclear(result);
      if (way == 0) memcpy(first, text, sizeof first);
      if (strcmp(first, text) != 0 && !different++) printf("way %d: %s, not ", way, text);
    }
  }
  puts(first);
  PQfinish(connection);
  return different != 0;
}
