/*
 * Names in other languages, from a name of any bytes: letters, digits and '_' stay, the rest
 * becomes
 * '_', one for each character; what begins with a digit gets one more in front, and a reserved word
 * of C (snake) one behind.
 */
#ifndef PGW_TEXT_NAME_H
#define PGW_TEXT_NAME_H

#include "base/str.h"

Str name_snake(Arena *arena, Str name);  /* scraping_jobs */
Str name_pascal(Arena *arena, Str name); /* ScrapingJobs */
Str name_upper(Arena *arena, Str name);  /* SCRAPING_JOBS */
Str name_kebab(Arena *arena, Str name);  /* scraping-jobs */

#endif
