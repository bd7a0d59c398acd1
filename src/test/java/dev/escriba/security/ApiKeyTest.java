package dev.escriba.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.Scope;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    private final Account account = new Account("default", "USD", 6, Instant.EPOCH);

    @Test
    void matchesItsSecretOnly() {
        KeySecret secret = KeySecret.random();
        ApiKey key = key(secret, Scope.TRANSCRIBE);
        assertThat(key.matches(secret, NoRequest.PEPPER)).isTrue();
        assertThat(key.matches(new KeySecret(secret.text() + "0"), NoRequest.PEPPER))
                .isFalse();
        assertThat(key.matches(new KeySecret(""), NoRequest.PEPPER)).isFalse();
        assertThat(key.matches(secret, new Pepper("another pepper that is long enough")))
                .isFalse();
    }

    @Test
    void secretsAreLongAndNeverTheSame() {
        KeySecret secret = KeySecret.random();
        assertThat(secret.text()).matches("escriba_[0-9a-f]{12}_[0-9a-f]{64}");
        assertThat(secret).isNotEqualTo(KeySecret.random());
        assertThat(secret.prefix()).isEqualTo(secret.text().substring(8, 20));
    }

    @Test
    void aSecretOfAnotherFormHasAPrefixThatTellsNothing() {
        KeySecret chosen = new KeySecret("chosen by an operator, long enough");
        assertThat(chosen.prefix()).matches("[0-9a-f]{8}");
        assertThat(new KeySecret("escriba_" + "0".repeat(64)).prefix()).matches("[0-9a-f]{8}");
    }

    @Test
    void neitherAColumnNorATextHoldsTheSecret() throws IllegalAccessException {
        KeySecret secret = KeySecret.random();
        ApiKey key = key(secret, Scope.ADMIN);
        for (Field field : ApiKey.class.getDeclaredFields()) {
            field.setAccessible(true);
            assertThat(String.valueOf(field.get(key)))
                    .doesNotContain(secret.text().substring(21, 40));
        }
        assertThat(secret.toString()).doesNotContain(secret.text().substring(21, 40));
    }

    @Test
    void twoKeysOfOneSecretAreSaltedApart() throws ReflectiveOperationException {
        Field hash = ApiKey.class.getDeclaredField("hash");
        hash.setAccessible(true);
        KeySecret secret = new KeySecret("a secret that is long enough");
        assertThat(hash.get(key(secret, Scope.ADMIN))).isNotEqualTo(hash.get(key(secret, Scope.ADMIN)));
    }

    @Test
    void scopesStandForRoles() {
        assertThat(key(KeySecret.random(), Scope.values()).caller(account).roles())
                .containsExactlyInAnyOrder(
                        Role.TRANSCRIBER,
                        Role.INSTANCES_READER,
                        Role.USAGE_READER,
                        Role.INSTANCES_WRITER,
                        Role.METRICS_READER,
                        Role.MODELS_WRITER,
                        Role.WEBHOOKS_MANAGER,
                        Role.FILES_USER,
                        Role.ADMINISTRATOR);
        assertThat(key(KeySecret.random(), Scope.READ_USAGE).caller(account).roles())
                .containsExactly(Role.USAGE_READER);
    }

    @Test
    void mayUseTheModelsThatItNames() {
        ApiKey key = key(KeySecret.random(), Scope.TRANSCRIBE);
        UUID model = UUID.randomUUID();
        assertThat(key.caller(account).mayUse(model)).isTrue();
        key.allowModels(Optional.of(List.of(model)));
        Caller caller = key.caller(account);
        assertThat(caller.mayUse(model)).isTrue();
        assertThat(caller.mayUse(UUID.randomUUID())).isFalse();
        key.allowModels(Optional.empty());
        assertThat(key.caller(account).mayUse(UUID.randomUUID())).isTrue();
    }

    @Test
    void worksUntilItExpires() {
        ApiKey key = key(KeySecret.random(), Scope.TRANSCRIBE);
        assertThat(key.isActive(Instant.MAX)).isTrue();
        key.expireAt(Optional.of(Instant.ofEpochSecond(100)));
        assertThat(key.isActive(Instant.ofEpochSecond(99))).isTrue();
        assertThat(key.isActive(Instant.ofEpochSecond(100))).isFalse();
    }

    private ApiKey key(KeySecret secret, Scope... scopes) {
        return new ApiKey(
                account,
                "test",
                secret,
                NoRequest.PEPPER,
                scopes.length == 0 ? EnumSet.noneOf(Scope.class) : EnumSet.copyOf(Set.of(scopes)),
                Optional.empty(),
                Instant.EPOCH);
    }
}
