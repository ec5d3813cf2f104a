// Password hashes, by the system's libcrypt.
#define _GNU_SOURCE
#include <crypt.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

// 1 when the password has this hash, 0 when it has not.
int hp_password_matches(const char *password, const char *hash) {
    struct crypt_data *data = calloc(1, sizeof *data);
    if (!data) return -ENOMEM;
    const char *made = crypt_r(password, hash, data);
    size_t length = strlen(hash);
    unsigned char differs = !made || strlen(made) != length;
    for (size_t i = 0; !differs && i < length; i++) differs = (unsigned char)(made[i] ^ hash[i]);
    explicit_bzero(data, sizeof *data);
    free(data);
    return !differs;
}
