package dev.escriba.security.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.PepperCheck;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.Scope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two changes of one row at the same moment. A persistence provider may write all columns of an entity, as Hibernate
 * does: so a change must begin with the row as it is once the other change has ended.
 */
class LostUpdatesTest {

    private static final String SECRET = "a-key-of-an-account-that-changes";
    private static final Caller ADMINISTRATOR =
            new Caller("key:1", UUID.randomUUID().toString(), Set.of(Role.ADMINISTRATOR));

    private final Account account = new Account("sales", "USD", 6, Instant.EPOCH);
    private final ApiKey key = new ApiKey(
            account,
            "a test",
            new KeySecret(SECRET),
            NoRequest.PEPPER,
            EnumSet.of(Scope.ADMIN),
            Optional.empty(),
            Instant.EPOCH);

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aChangeOfAnAccountSeesThatItWasDisabledMeanwhile(Databases.Database database) throws Exception {
        meanwhile(database, "update account set disabled_at = 7 where id = ?", account.id(), entities -> {
            Accounts accounts = new Accounts(entities);
            accounts.audit = NoRequest.audit(entities, Clock.systemUTC());
            Account changed = accounts.change(
                            ADMINISTRATOR, UUID.fromString(account.id()), found -> found.rename("Sales"))
                    .orElseThrow();
            assertThat(changed.disabledAt()).isPresent();
        });
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aChangeOfAKeySeesThatItWasRevokedMeanwhile(Databases.Database database) throws Exception {
        meanwhile(database, "update api_key set revoked_at = 7 where id = ?", key.id(), entities -> {
            ApiKeyAdministration keys = new ApiKeyAdministration();
            keys.entities = entities;
            keys.audit = NoRequest.audit(entities, Clock.systemUTC());
            keys.clock = Clock.systemUTC();
            ApiKey changed = keys.change(ADMINISTRATOR, UUID.fromString(key.id()), found -> found.rename("Another"))
                    .orElseThrow();
            assertThat(changed.revokedAt()).isPresent();
        });
    }

    /** The first use of a key after a change of the pepper replaces its digest, and nothing else. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aNewDigestDoesNotUndoWhatHappensMeanwhile(Databases.Database database) throws Exception {
        Pepper next = new Pepper("the next pepper, which is long enough");
        try (EntityManagerFactory factory = database.entityManagers()) {
            inTransaction(factory, entities -> {
                entities.persist(account);
                entities.persist(new PepperCheck(next));
                entities.flush();
                entities.persist(key);
            });
            inTransaction(factory, entities -> {
                ApiKeyAuthenticator keys =
                        new ApiKeyAuthenticator(entities, new Peppers(next, NoRequest.PEPPER, null), Clock.systemUTC());
                assertThat(keys.findCaller(SECRET)).isPresent();
                ApiKey read = entities.find(ApiKey.class, key.id());
                assertThat(read.matches(new KeySecret(SECRET), NoRequest.PEPPER))
                        .as("the entity stays as it was read, so that no column of it is written")
                        .isTrue();
            });
            inTransaction(factory, entities -> {
                ApiKey stored = entities.find(ApiKey.class, key.id());
                assertThat(stored.matches(new KeySecret(SECRET), next)).isTrue();
                assertThat(stored.matches(new KeySecret(SECRET), NoRequest.PEPPER))
                        .isFalse();
            });
        }
    }

    /** Runs a change while another session has changed the row and commits a little later. */
    private void meanwhile(Databases.Database database, String update, String id, Consumer<EntityManager> change)
            throws Exception {
        try (EntityManagerFactory factory = database.entityManagers()) {
            inTransaction(factory, entities -> {
                entities.persist(account);
                entities.flush();
                entities.persist(key);
            });
            try (Connection other = database.dataSource().getConnection();
                    PreparedStatement first = other.prepareStatement(update)) {
                other.setAutoCommit(false);
                first.setString(1, id);
                assertThat(first.executeUpdate()).isEqualTo(1);
                FutureTask<Void> second = new FutureTask<>(() -> inTransaction(factory, change), null);
                new Thread(second, "the second change").start();
                // the second change has begun by then, and waits
                TimeUnit.MILLISECONDS.sleep(300);
                assertThat(second.isDone()).isFalse();
                other.commit();
                second.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static void inTransaction(EntityManagerFactory factory, Consumer<EntityManager> work) {
        try (EntityManager entities = factory.createEntityManager()) {
            entities.getTransaction().begin();
            try {
                work.accept(entities);
                entities.getTransaction().commit();
            } finally {
                if (entities.getTransaction().isActive()) {
                    entities.getTransaction().rollback();
                }
            }
        }
    }
}
