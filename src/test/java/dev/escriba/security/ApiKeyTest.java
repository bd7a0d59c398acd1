package dev.escriba.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Role;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    private final Account account = new Account("default", "USD", 6, Instant.EPOCH);

    @Test
    void matchesItsSecretOnly() {
        String secret = ApiKey.newSecret();
        ApiKey key = key(secret);
        assertThat(key.matches(secret)).isTrue();
        assertThat(key.matches(secret + "0")).isFalse();
        assertThat(key.matches("")).isFalse();
    }

    @Test
    void secretsAreLongAndNeverTheSame() {
        assertThat(ApiKey.newSecret()).hasSize(8 + 64).isNotEqualTo(ApiKey.newSecret());
    }

    @Test
    void noColumnHoldsTheSecret() throws IllegalAccessException {
        String secret = ApiKey.newSecret();
        ApiKey key = key(secret);
        for (Field field : ApiKey.class.getDeclaredFields()) {
            field.setAccessible(true);
            assertThat(String.valueOf(field.get(key))).doesNotContain(secret.substring(8, 20));
        }
    }

    @Test
    void twoKeysOfOneSecretAreSaltedApart() throws ReflectiveOperationException {
        Field hash = ApiKey.class.getDeclaredField("hash");
        hash.setAccessible(true);
        assertThat(hash.get(key("a secret that is long enough")))
                .isNotEqualTo(hash.get(key("a secret that is long enough")));
    }

    private ApiKey key(String secret) {
        return new ApiKey(account, "test", secret, Set.of(Role.TRANSCRIBER), Instant.EPOCH);
    }
}
