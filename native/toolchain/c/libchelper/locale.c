/* LocaleCHelper: the user's locale, as language, script, country and variant. */
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "svm_locale.h"

static svm_locale_props_t props;

/* What glibc calls a modifier, and Java a script: sr_RS@latin is sr-Latn-RS. */
static const struct {
  const char *modifier;
  const char *script;
} SCRIPTS[] = {{"latin", "Latn"}, {"iqtelif", "Latn"}, {"cyrillic", "Cyrl"}};

/* Cuts text at the first such character, and returns what followed it, or NULL. */
static char *cut(char *text, char at) {
  char *found = strchr(text, at);
  if (found == NULL) {
    return NULL;
  }
  *found = 0;
  return found + 1;
}

static bool is_default(const char *name) {
  return name == NULL || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0 || strncmp(name, "C.", 2) == 0;
}

/* language_COUNTRY.encoding@modifier; false without memory. What is parsed lives as long as the process. */
static bool parse(const char *name, const char **language, const char **script, const char **country,
                  const char **variant) {
  *language = "en";
  *script = NULL;
  *country = NULL;
  *variant = NULL;
  if (is_default(name)) {
    return true;
  }
  char *text = strdup(name);
  if (text == NULL) {
    return false;
  }
  char *modifier = cut(text, '@');
  cut(text, '.');
  *country = cut(text, '_');
  *language = text;
  if (modifier == NULL || strcmp(modifier, "euro") == 0) {
    return true;
  }
  for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++) {
    if (strcmp(modifier, SCRIPTS[i].modifier) == 0) {
      *script = SCRIPTS[i].script;
      return true;
    }
  }
  *variant = modifier;
  return true;
}

/* LocaleCHelper.initializeLocale: once, at start. */
int svm_initialize_locale(void) {
  setlocale(LC_ALL, "");
  bool parsed = parse(setlocale(LC_MESSAGES, NULL), &props.display_language, &props.display_script,
                      &props.display_country, &props.display_variant) &&
                parse(setlocale(LC_CTYPE, NULL), &props.format_language, &props.format_script, &props.format_country,
                      &props.format_variant);
  return parsed ? SVM_LOCALE_INITIALIZATION_SUCCEEDED : SVM_LOCALE_INITIALIZATION_OUT_OF_MEMORY;
}

/* LocaleCHelper.getLocale: user.language, user.country and their like. */
svm_locale_props_t *svm_get_locale(void) {
  return &props;
}
