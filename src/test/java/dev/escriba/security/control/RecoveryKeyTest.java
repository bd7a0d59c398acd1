package dev.escriba.security.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.schema.Databases;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.AuditEvent;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.Scope;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys that the operator of the service sets, on real databases. */
class RecoveryKeyTest {

    private static final String LOST = "the-first-key-that-nobody-knows-any-more";
    private static final String RECOVERY = "a-key-that-was-never-used-before-this-start";

    private Pepper pepper = new Pepper("a-pepper-of-the-tests-with-32-characters");
    private EntityManagerFactory factory;

    @AfterEach
    void close() {
        factory.close();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void makesOneAdministratorKeyBesideTheLostOne(Databases.Database database) {
        factory = database.entityManagers();
        start(Optional.of(LOST), Optional.empty());
        start(Optional.empty(), Optional.of(RECOVERY));
        assertThat(caller(RECOVERY))
                .hasValueSatisfying(caller -> assertThat(caller.roles()).contains(Scope.ADMIN.role()));
        assertThat(caller(LOST)).isPresent();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theAuditLogHasTheKeyAndNotItsSecret(Databases.Database database) {
        factory = database.entityManagers();
        start(Optional.of(LOST), Optional.empty());
        start(Optional.empty(), Optional.of(RECOVERY));
        assertThat(audit()).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("escriba.security.recovery-key");
            assertThat(event.act()).isEqualTo(Act.KEY_CREATED);
            assertThat(event.address()).isEmpty();
            assertThat(event.details())
                    .contains("\"scopes\":[\"admin\"]", new KeySecret(RECOVERY).prefix())
                    .doesNotContain(RECOVERY);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void isRefusedASecondTimeAlsoAfterItWasRevoked(Databases.Database database) {
        factory = database.entityManagers();
        start(Optional.of(LOST), Optional.empty());
        start(Optional.empty(), Optional.of(RECOVERY));
        inTransaction(
                entities -> entities.createQuery("update ApiKey k set k.revokedAt = :now where k.name = 'recovery'")
                        .setParameter("now", Instant.EPOCH)
                        .executeUpdate());
        start(Optional.empty(), Optional.of(RECOVERY));
        assertThat(caller(RECOVERY)).isEmpty();
        assertThat(keys()).hasSize(2);
        assertThat(audit()).hasSize(1);
    }

    /** The setting is left, and the pepper that keyed the key is not known any more. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void isRefusedASecondTimeAlsoAfterThePepperWasChanged(Databases.Database database) {
        factory = database.entityManagers();
        start(Optional.of(LOST), Optional.empty());
        start(Optional.empty(), Optional.of(RECOVERY));
        pepper = new Pepper("another-pepper-of-the-tests-with-32-characters");
        start(Optional.empty(), Optional.of(RECOVERY));
        start(Optional.of(RECOVERY), Optional.empty());
        assertThat(keys()).hasSize(2);
        assertThat(audit()).hasSize(1);
    }

    /** Two nodes of one database start together with the same setting. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theSecondOfTwoNodesThatBothFoundNoKeyCannotMakeIt(Databases.Database database) {
        factory = database.entityManagers();
        start(Optional.of(LOST), Optional.empty());
        transaction(transactions -> transactions.recover("escriba.security.recovery-key", RECOVERY));
        assertThatThrownBy(() ->
                        transaction(transactions -> transactions.recover("escriba.security.recovery-key", RECOVERY)))
                .isInstanceOf(RuntimeException.class);
        assertThat(keys()).hasSize(2);
        assertThat(audit()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aBootstrapKeyThatReplacesTheLastAdministratorIsInTheAuditLogToo(Databases.Database database) {
        factory = database.entityManagers();
        start(Optional.of(LOST), Optional.empty());
        inTransaction(entities -> entities.createQuery("update ApiKey k set k.revokedAt = :now")
                .setParameter("now", Instant.EPOCH)
                .executeUpdate());
        start(Optional.of(RECOVERY), Optional.empty());
        assertThat(caller(RECOVERY)).isPresent();
        assertThat(audit()).singleElement().extracting(AuditEvent::actor).isEqualTo("escriba.security.bootstrap-key");
    }

    private void start(Optional<String> bootstrapKey, Optional<String> recoveryKey) {
        Bootstrap bootstrap = new Bootstrap();
        bootstrap.settings = new SecuritySettings(
                bootstrapKey, recoveryKey, Optional.empty(), Optional.empty(), Optional.empty(), 20, false);
        bootstrap.accounts = new AccountSettings("USD", 6);
        bootstrap.first = new SeparateTransactions();
        bootstrap.keys = new ApiKeyAuthenticator() {
            @Override
            public boolean isKnown(String secret) {
                return RecoveryKeyTest.this.isKnown(secret);
            }

            @Override
            public boolean isActive(String secret) {
                return caller(secret).isPresent();
            }

            @Override
            public Optional<Caller> findCaller(String secret) {
                return caller(secret);
            }
        };
        bootstrap.start("start");
    }

    /** Each step in a transaction of its own, as in the container. */
    private final class SeparateTransactions extends FirstKeyTransactions {

        @Override
        public boolean exists() {
            return !RecoveryKeyTest.this.keys().isEmpty();
        }

        @Override
        public List<String> currencies() {
            return List.of();
        }

        @Override
        public void create(String currency, int scale, String secret) {
            transaction(transactions -> transactions.create(currency, scale, secret));
        }

        @Override
        public boolean administratorExists() {
            boolean[] answer = new boolean[1];
            transaction(transactions -> answer[0] = transactions.administratorExists());
            return answer[0];
        }

        @Override
        public boolean isRecovered(String secret) {
            boolean[] answer = new boolean[1];
            transaction(transactions -> answer[0] = transactions.isRecovered(secret));
            return answer[0];
        }

        @Override
        public void recover(String setting, String secret) {
            transaction(transactions -> transactions.recover(setting, secret));
        }
    }

    private void transaction(Consumer<FirstKeyTransactions> step) {
        inTransaction(entities -> {
            FirstKeyTransactions transactions = new FirstKeyTransactions();
            transactions.entities = entities;
            transactions.clock = Clock.systemUTC();
            transactions.peppers = new Peppers(pepper, null);
            transactions.audit = new Audit(entities, transactions.clock, null);
            step.accept(transactions);
        });
    }

    private boolean isKnown(String secret) {
        boolean[] answer = new boolean[1];
        inTransaction(entities -> answer[0] = authenticator(entities).isKnown(secret));
        return answer[0];
    }

    private Optional<Caller> caller(String secret) {
        List<Optional<Caller>> answer = new java.util.ArrayList<>();
        inTransaction(entities -> answer.add(authenticator(entities).findCaller(secret)));
        return answer.get(0);
    }

    private ApiKeyAuthenticator authenticator(EntityManager entities) {
        return new ApiKeyAuthenticator(entities, new Peppers(pepper, null), Clock.systemUTC());
    }

    private List<ApiKey> keys() {
        try (EntityManager entities = factory.createEntityManager()) {
            return entities.createQuery("select k from ApiKey k", ApiKey.class).getResultList();
        }
    }

    private List<AuditEvent> audit() {
        try (EntityManager entities = factory.createEntityManager()) {
            return entities.createQuery("select e from AuditEvent e", AuditEvent.class)
                    .getResultList();
        }
    }

    private void inTransaction(Consumer<EntityManager> work) {
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
