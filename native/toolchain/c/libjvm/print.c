/* The JVM's jio_ functions, by which libjava and libmanagement format: like stdio's, but -1 when the text was cut. */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

static int format_within(char *text, size_t size, const char *format, va_list arguments) {
  int length = vsnprintf(text, size, format, arguments);
  if (length >= 0 && (size_t)length < size) {
    return length;
  }
  if (size > 0) {
    text[size - 1] = 0;
  }
  return -1;
}

int jio_snprintf(char *text, size_t size, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = format_within(text, size, format, arguments);
  va_end(arguments);
  return length;
}

int jio_fprintf(FILE *file, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vfprintf(file, format, arguments);
  va_end(arguments);
  return length;
}
