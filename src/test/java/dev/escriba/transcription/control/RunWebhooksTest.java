package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.schema.Databases;
import dev.escriba.webhooks.entity.EventType;
import dev.escriba.webhooks.entity.SealedSecret;
import dev.escriba.webhooks.entity.Webhook;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the transaction that ends a run stores for webhooks. */
class RunWebhooksTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theEndOfARunIsToldOnce(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.transcribe();
        register(run);
        run.transcribe();
        assertThat(events(run)).containsExactly("execution.succeeded");
        run.commitsBeforeFailing = true;
        run.settlement.retryTimeout = Duration.ofSeconds(10);
        run.failuresToSettle.add(new PersistenceException(new SQLException("read timed out", "08006")));
        run.transcribe();
        assertThat(events(run)).containsExactly("execution.succeeded", "execution.succeeded");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFailureIsToldOnce(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        register(run);
        run.failuresToSettle.add(new IllegalStateException("a failure before the commit"));
        assertThatThrownBy(run::transcribe).isInstanceOf(RuntimeException.class);
        assertThat(run.states()).containsExactly("FAILED");
        assertThat(events(run)).containsExactly("execution.failed");
        run.instances.fail(UUID.fromString(instance(run)), "again");
        assertThat(events(run)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anAbandonedRunIsAFailureToo(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        register(run);
        UUID abandoned = run.storeRunning("another node", "0.1").id();
        run.instances.expire(abandoned, "abandoned");
        run.instances.expire(abandoned, "abandoned");
        assertThat(events(run)).containsExactly("execution.failed");
    }

    private static void register(RunFixture run) {
        run.inTransaction(() -> {
            Webhook webhook = new Webhook(
                    run.caller.accountId(),
                    "a test",
                    "https://hook.example.com/",
                    EnumSet.allOf(EventType.class),
                    Optional.empty(),
                    "key:1",
                    RunFixture.NOW);
            webhook.protect(new SealedSecret("sealed"));
            run.entities.persist(webhook);
        });
    }

    private static List<String> events(RunFixture run) {
        run.entities.clear();
        return run.entities
                .createQuery("select d.event from Delivery d order by d.event", String.class)
                .getResultList();
    }

    private static String instance(RunFixture run) {
        return run.entities
                .createQuery("select i.id from Instance i", String.class)
                .getSingleResult();
    }
}
