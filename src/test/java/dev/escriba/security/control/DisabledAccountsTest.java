package dev.escriba.security.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.KeySecret;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.Scope;
import dev.escriba.security.entity.SignedIn;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts that an administrator disables, on real databases, and the account that a request names. */
class DisabledAccountsTest {

    private static final String SECRET = "a-key-of-an-account-that-is-disabled-later";
    private static final Caller ADMINISTRATOR =
            new Caller("key:1", UUID.randomUUID().toString(), Set.of(Role.ADMINISTRATOR));

    private final Account account = new Account("sales", "USD", 6, Instant.EPOCH);

    private EntityManagerFactory factory;

    @AfterEach
    void close() {
        if (factory != null) {
            factory.close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void itsKeysAreRefusedUntilItIsEnabled(Databases.Database database) {
        factory = database.entityManagers();
        inTransaction(entities -> {
            entities.persist(account);
            entities.flush();
            entities.persist(new ApiKey(
                    account,
                    "a test",
                    new KeySecret(SECRET),
                    NoRequest.PEPPER,
                    EnumSet.of(Scope.ADMIN),
                    Optional.empty(),
                    Instant.EPOCH));
        });
        change(database, disabled -> disabled.disable(ADMINISTRATOR, Instant.EPOCH.plusSeconds(1)));
        inTransaction(entities -> {
            assertRefused(() -> authenticator(entities).findCaller(SECRET));
            // the service has to start although such a key is configured
            assertThat(authenticator(entities).isActive(SECRET)).isTrue();
            assertThat(authenticator(entities).findCaller("another key")).isEmpty();
            FirstKeyTransactions steps = new FirstKeyTransactions();
            steps.entities = entities;
            steps.clock = Clock.systemUTC();
            assertThat(steps.administratorExists()).isFalse();
        });
        // it keeps the instant at which it was disabled first
        change(database, disabled -> disabled.disable(ADMINISTRATOR, Instant.EPOCH.plusSeconds(9)));
        inTransaction(entities -> assertThat(
                        entities.find(Account.class, account.id()).disabledAt())
                .contains(Instant.EPOCH.plusSeconds(1)));
        change(database, Account::enable);
        inTransaction(entities -> {
            assertThat(authenticator(entities).findCaller(SECRET)).isPresent();
            assertThat(entities.createQuery("select e.details from AuditEvent e order by e.id", String.class)
                            .getResultList())
                    .hasSize(3)
                    .filteredOn(details -> details.contains("\"enabled\":false"))
                    .hasSize(2);
        });
    }

    @Test
    void itsPeopleAreRefused() {
        SignOn signOn = new SignOn(accounts(), new SignOnSettings(Map.of(), Optional.empty(), false, false, false));
        SignedIn ana = new SignedIn("ana", "Ana", Set.of(), Optional.of("sales"));
        assertThat(signOn.caller(ana).accountId()).isEqualTo(account.id());
        account.disable(ADMINISTRATOR, Instant.EPOCH);
        assertRefused(() -> signOn.caller(ana));
    }

    @Test
    void theOwnAccountAndTheFirstOneCannotBeDisabled() {
        Caller own = new Caller("key:2", account.id(), Set.of(Role.ADMINISTRATOR));
        Account first = Account.first("USD", 6, Instant.EPOCH);
        for (Runnable wrong : new Runnable[] {
            () -> account.disable(own, Instant.EPOCH), () -> first.disable(ADMINISTRATOR, Instant.EPOCH)
        }) {
            assertThatExceptionOfType(Problem.class).isThrownBy(wrong::run).satisfies(problem -> {
                assertThat(problem.status()).isEqualTo(409);
                assertThat(problem.errors()).containsOnlyKeys("enabled");
            });
        }
        assertThat(account.disabledAt()).isEmpty();
        assertThat(first.disabledAt()).isEmpty();
    }

    @Test
    void onlyAnAdministratorMayNameAnotherAccount() {
        ChosenAccount chosen = new ChosenAccount(accounts());
        Optional<UUID> named = Optional.of(UUID.fromString(account.id()));
        Caller own = new Caller("key:2", account.id(), Set.of(Role.TRANSCRIBER));
        assertThat(chosen.of(own, Optional.empty())).isEqualTo(account);
        assertThat(chosen.of(own, named)).isEqualTo(account);
        assertThat(chosen.of(ADMINISTRATOR, named)).isEqualTo(account);
        Caller other = new Caller("key:3", UUID.randomUUID().toString(), Set.of(Role.AUDITOR, Role.TRANSCRIBER));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> chosen.of(other, named))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(403));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> chosen.of(ADMINISTRATOR, Optional.of(UUID.randomUUID())))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(404));
    }

    private Accounts accounts() {
        return new Accounts(null) {
            @Override
            public Optional<Account> find(String id) {
                return Optional.of(account).filter(known -> known.id().equals(id));
            }

            @Override
            public Optional<Account> findByName(String name) {
                return Optional.of(account).filter(known -> known.name().equals(name));
            }
        };
    }

    private void change(Databases.Database database, Consumer<Account> change) {
        inTransaction(entities -> {
            Accounts accounts = new Accounts(entities);
            accounts.audit = NoRequest.audit(entities, Clock.systemUTC());
            assertThat(accounts.change(ADMINISTRATOR, UUID.fromString(account.id()), change))
                    .as(database.name())
                    .isPresent();
        });
    }

    private static ApiKeyAuthenticator authenticator(EntityManager entities) {
        return new ApiKeyAuthenticator(entities, NoRequest.peppers(), Clock.systemUTC());
    }

    private static void assertRefused(Runnable call) {
        assertThatExceptionOfType(Problem.class).isThrownBy(call::run).satisfies(problem -> {
            assertThat(problem.status()).isEqualTo(403);
            assertThat(problem.message().key()).isEqualTo("security.account-disabled");
        });
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
