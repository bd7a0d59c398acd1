package dev.escriba.security.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.security.entity.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyNamesTest {

    private static final Instant NOW = Instant.parse("2026-03-29T01:30:00Z");

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theEndsAreThoseOfKeysThatDoNotWorkAnyMore(Databases.Database database) {
        try (BillingFixture billing = new BillingFixture(database)) {
            String account = billing.account();
            String works = key(billing, account, Optional.empty());
            String expires = key(billing, account, Optional.of(NOW.plusSeconds(1)));
            String expired = key(billing, account, Optional.of(NOW));
            String revoked = key(billing, account, Optional.empty());
            String both = key(billing, account, Optional.of(NOW.minusSeconds(9)));
            revoke(billing, revoked, NOW.minusSeconds(5));
            revoke(billing, both, NOW.minusSeconds(5));
            List<String> callers = List.of(
                    "key:" + works, "key:" + expires, "key:" + expired, "key:" + revoked, "key:" + both, "user:ana");
            Map<String, Instant> ends = billing.inTransaction(entities -> new KeyNames(entities).ends(callers, NOW));
            assertThat(ends)
                    .containsOnly(
                            Map.entry("key:" + expired, NOW),
                            Map.entry("key:" + revoked, NOW.minusSeconds(5)),
                            Map.entry("key:" + both, NOW.minusSeconds(9)));
            assertThat(billing.<Map<String, Instant>>inTransaction(
                            entities -> new KeyNames(entities).ends(List.of("user:ana"), NOW)))
                    .isEmpty();
        }
    }

    private static String key(BillingFixture billing, String account, Optional<Instant> end) {
        return billing.inTransaction(entities -> {
            ApiKey key = new ApiKey(
                    entities.find(Account.class, account),
                    "a key",
                    KeySecret.random(),
                    NoRequest.PEPPER,
                    Set.of(Scope.TRANSCRIBE),
                    Optional.empty(),
                    NOW.minusSeconds(60));
            key.expireAt(end);
            entities.persist(key);
            return key.id();
        });
    }

    private static void revoke(BillingFixture billing, String key, Instant at) {
        billing.inTransaction(entities -> entities.createNamedQuery(ApiKey.REVOKE)
                .setParameter("now", at)
                .setParameter("id", key)
                .executeUpdate());
    }
}
