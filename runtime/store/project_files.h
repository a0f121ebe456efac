/* project_files.h - where the files of a project lie that go with its object store. Layer 2. */
#ifndef PERI_PROJECT_FILES_H
#define PERI_PROJECT_FILES_H

/* The file of trainings, `training.db` beside the store's file. Owned by the caller; NULL: no
   memory. */
char *peri_project_training_file(const char *store_path);

/* The folder of parsed prices, `cache` beside the store's file. Returns as above. */
char *peri_project_cache_folder(const char *store_path);

/* The file of a live run, `live/NAME.db` beside the store's file; each byte of name that is not a
   letter, a digit, '-', '_' or '.' (not at the front) becomes '_', and then a sum of the name is
   added, so that no two names share a file. Returns as above. */
char *peri_project_run_file(const char *store_path, const char *name);

#endif
