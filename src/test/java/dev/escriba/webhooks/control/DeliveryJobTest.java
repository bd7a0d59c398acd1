package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.Await;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.security.control.Peppers;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Pepper;
import dev.escriba.security.entity.Role;
import dev.escriba.webhooks.entity.Delivery;
import dev.escriba.webhooks.entity.DeliveryState;
import dev.escriba.webhooks.entity.EventType;
import dev.escriba.webhooks.entity.SealedSecret;
import dev.escriba.webhooks.entity.Webhook;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeliveryJobTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anEventIsToldOnceToEachWebhookThatItConcerns(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook all = hooks.register(hooks.administrator).webhook();
            Webhook failures = hooks.register(hooks.administrator, Set.of(EventType.EXECUTION_FAILED))
                    .webhook();
            UUID instance = hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.job.deliverOne()).isFalse();
            WebhookFixture.Received request = hooks.received.remove();
            assertThat(request.body())
                    .isEqualTo("{\"type\":\"execution.succeeded\",\"timestamp\":\"2026-03-29T01:30:00Z\","
                            + "\"data\":{\"instanceId\":\"" + instance + "\",\"transcript\":false}}");
            Delivery delivery = hooks.deliveriesOf(all).get(0);
            assertThat(request.headers())
                    .containsEntry("webhook-id", delivery.id())
                    .containsEntry("content-type", "application/json");
            assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(delivery.lastStatus()).contains(200);
            assertThat(delivery.attempts()).isEqualTo(1);
            assertThat(hooks.deliveriesOf(failures)).isEmpty();
            // an event is stored once: a repeated settlement cannot tell it again
            assertThatExceptionOfType(PersistenceException.class)
                    .isThrownBy(() -> hooks.billing.inTransaction(entities -> {
                        entities.persist(new Delivery(all.id(), instance, EventType.EXECUTION_SUCCEEDED, hooks.now));
                        entities.flush();
                        return null;
                    }));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFailedAttemptIsRepeatedWithTheSameIdUntilItIsParked(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_FAILED);
            hooks.status = 500;
            int attempts = 0;
            while (hooks.deliveriesOf(webhook).get(0).state() == DeliveryState.PENDING) {
                assertThat(hooks.job.deliverOne()).isTrue();
                attempts++;
                assertThat(hooks.job.deliverOne()).as("at once again").isFalse();
                hooks.pass(Duration.ofHours(25));
            }
            assertThat(attempts).isEqualTo(10);
            Delivery parked = hooks.deliveriesOf(webhook).get(0);
            assertThat(parked.state()).isEqualTo(DeliveryState.PARKED);
            assertThat(parked.lastError()).contains("status-500");
            assertThat(parked.dueAt()).isEmpty();
            assertThat(hooks.job.deliverOne()).isFalse();
            assertThat(hooks.received).hasSize(10).allSatisfy(request -> assertThat(request.headers())
                    .containsEntry("webhook-id", parked.id()));

            hooks.status = 204;
            assertThat(hooks.<Optional<Delivery>>deliveries(
                            all -> all.redeliver(hooks.administrator, UUID.fromString(parked.id()))))
                    .isPresent();
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.deliveriesOf(webhook).get(0).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(hooks.received.getLast().headers()).containsEntry("webhook-id", parked.id());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anAddressThatFailsGetsNoOtherAttemptsForAWhile(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.status = 503;
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.job.deliverOne()).isFalse();
            assertThat(hooks.stored(webhook).pausedUntil()).contains(hooks.now.plusSeconds(5));
            hooks.status = 200;
            hooks.pass(Duration.ofSeconds(6));
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.stored(webhook).failures()).isZero();
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.deliveriesOf(webhook)).extracting(Delivery::state).containsOnly(DeliveryState.DELIVERED);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theReceiverChoosesTheNextAttemptOrTheLast(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.status = 429;
            hooks.retryAfter = "600";
            hooks.job.deliverOne();
            assertThat(hooks.deliveriesOf(webhook).get(0).dueAt()).contains(hooks.now.plusSeconds(600));
            // the whole address rests for that long
            assertThat(hooks.stored(webhook).pausedUntil()).contains(hooks.now.plusSeconds(600));
            hooks.pass(Duration.ofMinutes(11));
            hooks.status = 410;
            hooks.job.deliverOne();
            Delivery parked = hooks.deliveriesOf(webhook).get(0);
            assertThat(parked.state()).isEqualTo(DeliveryState.PARKED);
            assertThat(hooks.stored(webhook).enabled()).isFalse();
            assertThat(String.valueOf(hooks.billing.one("select details from audit_event where act = 'WEBHOOK_CHANGED'"
                            + " and actor = 'escriba' and subject = '" + webhook.id() + "'")))
                    .contains("\"enabled\":false", "410")
                    .doesNotContain("/in");
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> hooks.<Optional<Delivery>>deliveries(
                            all -> all.redeliver(hooks.administrator, UUID.fromString(parked.id()))))
                    .satisfies(problem -> assertThat(problem.status()).isEqualTo(409));
        }
    }

    /** A receiver must not look as if it failed where this service did. What always fails is seen nevertheless. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatThisServiceCannotMakeIsParkedAfterTheUsualAttempts(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            ExecutionData executions = hooks.job.executions;
            hooks.job.executions = (account, instance, withTranscript) -> {
                throw new IllegalStateException("no database");
            };
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.job.deliverOne()).isFalse();
            assertThat(hooks.deliveriesOf(webhook).get(0).dueAt())
                    .as("longer than after a failure of the receiver")
                    .contains(hooks.now.plusSeconds(60));
            assertThat(hooks.stored(webhook).pausedUntil()).contains(hooks.now.plusSeconds(60));
            assertThat(attemptsUntilParked(hooks, webhook)).isEqualTo(9);
            Delivery parked = hooks.deliveriesOf(webhook).get(0);
            assertThat(parked.state()).isEqualTo(DeliveryState.PARKED);
            assertThat(parked.attempts()).isEqualTo(10);
            assertThat(parked.lastError()).contains("internal");
            assertThat(hooks.stored(webhook).failures()).isZero();
            hooks.job.executions = executions;
            hooks.<Optional<Delivery>>deliveries(
                    all -> all.redeliver(hooks.administrator, UUID.fromString(parked.id())));
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.deliveriesOf(webhook).get(0).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(hooks.stored(webhook).pausedUntil()).isEmpty();
        }
    }

    private static int attemptsUntilParked(WebhookFixture hooks, Webhook webhook) {
        int attempts = 0;
        while (hooks.deliveriesOf(webhook).get(0).state() == DeliveryState.PENDING && attempts < 100) {
            hooks.pass(Duration.ofHours(25));
            assertThat(hooks.job.deliverOne()).isTrue();
            attempts++;
        }
        return attempts;
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aSecretThatCannotBeOpenedParksTheDelivery(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.peppers(new Peppers(new Pepper("another pepper that is long enough"), null));
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            assertThat(attemptsUntilParked(hooks, webhook)).isEqualTo(10);
            Delivery parked = hooks.deliveriesOf(webhook).get(0);
            assertThat(parked.state()).isEqualTo(DeliveryState.PARKED);
            assertThat(parked.lastError()).contains("secret-lost");
            assertThat(hooks.received).isEmpty();
        }
    }

    /** The node had no room to look up the name, however often it tried. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anAttemptThatIsPutBackUsesNoneUp(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            for (int i = 0; i < 12; i++) {
                Attempt attempt = claim(hooks, webhook).orElseThrow();
                assertThat(hooks.job.transactions.finish(
                                attempt, AttemptResult.of(FailedAttempt.putBack("lookups-busy")), hooks.now, 0))
                        .contains(DeliveryState.PENDING);
                assertThat(claim(hooks, webhook)).isEmpty();
                hooks.pass(Duration.ofSeconds(5));
            }
            Delivery delivery = hooks.deliveriesOf(webhook).get(0);
            assertThat(delivery.attempts()).isZero();
            assertThat(delivery.lastError()).contains("lookups-busy");
            assertThat(hooks.stored(webhook).failures()).isZero();
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.deliveriesOf(webhook).get(0).state()).isEqualTo(DeliveryState.DELIVERED);
        }
    }

    /** An administrator of another account disabled it. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theDeliveriesOfADisabledAccountWait(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.billing.sql("update account set disabled_at = 1 where id = '" + hooks.account + "'");
            // a run that goes on when its account is disabled
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            assertThat(hooks.job.deliverOne()).isFalse();
            assertThat(claim(hooks, webhook)).isEmpty();
            AttemptTransactions.Counts counts = hooks.inTransaction(AttemptTransactions::count);
            assertThat(counts.pending()).isEqualTo(2);
            assertThat(counts.oldest()).as("what an alert is about").isEmpty();
            Delivery waiting = hooks.deliveriesOf(webhook).get(0);
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> hooks.<Optional<Delivery>>deliveries(
                            all -> all.redeliver(hooks.administrator, UUID.fromString(waiting.id()))))
                    .satisfies(problem -> assertThat(problem.status()).isEqualTo(409));
            hooks.billing.sql("update account set disabled_at = null where id = '" + hooks.account + "'");
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.deliveriesOf(webhook)).extracting(Delivery::state).containsOnly(DeliveryState.DELIVERED);
        }
    }

    /** No transaction holds more rows than a batch, however many a webhook has. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theDeliveriesOfADeletedWebhookGoInBatches(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook deleted = hooks.register(hooks.administrator).webhook();
            Webhook kept = hooks.register(hooks.administrator).webhook();
            UUID instance = hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.billing.inTransaction(entities -> {
                for (int i = 0; i < 1100; i++) {
                    entities.createNativeQuery("insert into webhook_delivery (id, webhook_id, instance_id, event,"
                                    + " state, attempts, due_at, created_at, finished_at) values ('" + UUID.randomUUID()
                                    + "', '" + deleted.id() + "', '" + instance + "', 'event." + i
                                    + "', 'PARKED', 10, null, 1, " + Long.MAX_VALUE + ")")
                            .executeUpdate();
                }
                return null;
            });
            assertThat(hooks.inTransaction(AttemptTransactions::count).parked()).isEqualTo(1100);
            assertThat(hooks.<Integer>inTransaction(AttemptTransactions::purgeOrphans))
                    .as("none is deleted yet")
                    .isZero();
            hooks.webhooks(all -> all.delete(hooks.administrator, UUID.fromString(deleted.id())));
            assertThat(hooks.inTransaction(AttemptTransactions::count).parked())
                    .as("no alert about what nobody can redeliver")
                    .isZero();
            assertThat(hooks.<Integer>inTransaction(all -> all.forget(deleted.id())))
                    .isEqualTo(500);
            // the purge does the rest, if the answer to the administrator would take too long
            assertThat(hooks.<Integer>inTransaction(AttemptTransactions::purgeOrphans))
                    .isEqualTo(500);
            assertThat(hooks.<Integer>inTransaction(AttemptTransactions::purgeOrphans))
                    .isEqualTo(101);
            assertThat(hooks.<Integer>inTransaction(AttemptTransactions::purgeOrphans))
                    .isZero();
            assertThat(hooks.deliveriesOf(kept)).hasSize(1);
        }
    }

    /** The node of the first attempt dies after its claim. Its late result does not count. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anAttemptWithoutAResultIsMadeAgain(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            Attempt lost = hooks.job
                    .transactions
                    .claim(webhook.id(), hooks.now, hooks.now.plusSeconds(60))
                    .orElseThrow();
            assertThat(hooks.job.deliverOne()).isFalse();
            hooks.pass(Duration.ofSeconds(61));
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.received.remove().headers()).containsEntry("webhook-id", lost.delivery());
            assertThat(hooks.job.transactions.finish(
                            lost, AttemptResult.of(new FailedAttempt("timeout")), hooks.now, 0))
                    .isEmpty();
            assertThat(hooks.deliveriesOf(webhook).get(0).state()).isEqualTo(DeliveryState.DELIVERED);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void onlyWebhooksThatMayBeCalledAreReady(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook ready = hooks.register(hooks.administrator).webhook();
            Webhook disabled = hooks.register(hooks.administrator).webhook();
            Webhook idle = hooks.register(hooks.administrator, Set.of(EventType.EXECUTION_FAILED))
                    .webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.webhooks(all -> all.change(hooks.administrator, UUID.fromString(disabled.id()), Webhook::disable));
            assertThat(hooks.job.transactions.ready(hooks.now))
                    .containsExactly(new ReadyWebhook(ready.id(), hooks.account));
            for (Webhook other : List.of(disabled, idle)) {
                assertThat(hooks.job.transactions.claim(other.id(), hooks.now, hooks.now.plusSeconds(60)))
                        .isEmpty();
            }
            assertThat(hooks.job.transactions.claim(ready.id(), hooks.now, hooks.now.plusSeconds(60)))
                    .isPresent();
            assertThat(hooks.job.transactions.ready(hooks.now)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void twoNodesClaimEachDeliveryOnce(Databases.Database database) throws Exception {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            for (int i = 0; i < 20; i++) {
                hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            }
            List<String> claimed = Collections.synchronizedList(new ArrayList<>());
            Await.atOnce(2, () -> {
                Optional<Attempt> attempt = claim(hooks, webhook);
                while (attempt.isPresent()) {
                    claimed.add(attempt.get().delivery());
                    attempt = claim(hooks, webhook);
                }
                return true;
            });
            assertThat(claimed).hasSize(20).doesNotHaveDuplicates();
        }
    }

    private static Optional<Attempt> claim(WebhookFixture hooks, Webhook webhook) {
        return hooks.job.transactions.claim(webhook.id(), hooks.now, hooks.now.plusSeconds(60));
    }

    /** The backlog of one account is much larger. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void accountsTakeTurns(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            String other = hooks.billing.account();
            Webhook large = hooks.register(hooks.administrator).webhook();
            Webhook small = hooks.register(new Caller("key:2", other, Set.of(Role.ADMINISTRATOR)))
                    .webhook();
            for (int i = 0; i < 5; i++) {
                hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            }
            hooks.pass(Duration.ofSeconds(1));
            hooks.execution(other, "key:2", EventType.EXECUTION_SUCCEEDED);
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.deliveriesOf(small)).extracting(Delivery::state).containsExactly(DeliveryState.DELIVERED);
            assertThat(hooks.deliveriesOf(large)).extracting(Delivery::state).containsOnlyOnce(DeliveryState.DELIVERED);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRotationHelpsAfterThePepperWasLost(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.peppers(new Peppers(new Pepper("another pepper that is long enough"), null));
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.received).isEmpty();
            assertThat(hooks.deliveriesOf(webhook).get(0).lastError()).contains("secret-lost");
            hooks.webhooks(all -> all.rotate(hooks.administrator, UUID.fromString(webhook.id())));
            hooks.pass(Duration.ofMinutes(2));
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.received
                            .remove()
                            .headers()
                            .get("webhook-signature")
                            .split(" ", -1))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void secretsOutliveAChangeOfThePepper(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.webhooks(all -> all.rotate(hooks.administrator, UUID.fromString(webhook.id())));
            Pepper next = new Pepper("the next pepper, which is long enough");
            hooks.peppers(new Peppers(next, NoRequest.PEPPER, null));
            hooks.webhooks(all -> {
                all.withOldSecrets().forEach(all::reseal);
                return null;
            });
            assertThat(hooks.webhooks(Webhooks::withOldSecrets)).isEmpty();
            hooks.peppers(new Peppers(next, null));
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.received
                            .remove()
                            .headers()
                            .get("webhook-signature")
                            .split(" ", -1))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aSecretFromBeforeARotationIsErasedAfterItsTime(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.webhooks(all -> all.rotate(hooks.administrator, UUID.fromString(webhook.id())));
            assertThat(secretsAfterErasure(hooks)).isEqualTo(2);
            hooks.pass(Duration.ofHours(24));
            assertThat(secretsAfterErasure(hooks)).isEqualTo(1);
            assertThat(hooks.stored(webhook).previousUntil()).isEmpty();
        }
    }

    private static int secretsAfterErasure(WebhookFixture hooks) {
        hooks.webhooks(all -> {
            all.forgetPreviousSecrets();
            return null;
        });
        return ((Number) hooks.billing.one("select count(sealed_secret) + count(previous_secret) from webhook"))
                .intValue();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aLockedWebhookHoldsUpNoUpkeepOfSecrets(Databases.Database database) throws Exception {
        try (WebhookFixture hooks = new WebhookFixture(database);
                Connection frozen = database.dataSource().getConnection();
                Statement locking = frozen.createStatement()) {
            for (int i = 0; i < 2; i++) {
                String id = hooks.register(hooks.administrator).webhook().id();
                hooks.webhooks(all -> all.rotate(hooks.administrator, UUID.fromString(id)));
            }
            String locked = hooks.register(hooks.administrator).webhook().id();
            hooks.webhooks(all -> all.rotate(hooks.administrator, UUID.fromString(locked)));
            hooks.pass(Duration.ofHours(24));
            frozen.setAutoCommit(false);
            locking.execute("update webhook set name = name where id = '" + locked + "'");
            assertThat(secretsAfterErasure(hooks)).isEqualTo(4);
            Pepper next = new Pepper("the next pepper, which is long enough");
            hooks.peppers(new Peppers(next, NoRequest.PEPPER, null));
            hooks.webhooks(all -> {
                all.withOldSecrets().forEach(all::reseal);
                return null;
            });
            assertThat(hooks.webhooks(Webhooks::withOldSecrets)).containsExactly(locked);
            frozen.rollback();
        }
    }

    /** Two administrators rotate at the same moment: both get a secret that signs. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRotationWaitsForAnother(Databases.Database database) throws Exception {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            UUID id = UUID.fromString(
                    hooks.register(hooks.administrator).webhook().id());
            CompletableFuture<Optional<Webhooks.WithSecret>> second = new CompletableFuture<>();
            SealedSecret first = hooks.billing.inTransaction(entities -> {
                hooks.webhooks(entities).rotate(hooks.administrator, id);
                entities.flush();
                SealedSecret made = entities.find(Webhook.class, id.toString())
                        .secrets(hooks.now)
                        .get(0);
                second.completeAsync(
                        () -> hooks.webhooks(all -> all.rotate(hooks.administrator, id)),
                        task -> new Thread(task).start());
                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS));
                return made;
            });
            Webhook rotated = second.get(20, TimeUnit.SECONDS).orElseThrow().webhook();
            assertThat(rotated.secrets(hooks.now)).hasSize(2).last().isEqualTo(first);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aDisabledWebhookWaits(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            UUID id = UUID.fromString(webhook.id());
            hooks.webhooks(all -> all.change(hooks.administrator, id, Webhook::disable));
            assertThat(hooks.job.deliverOne()).isFalse();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            assertThat(hooks.deliveriesOf(webhook)).hasSize(1);
            hooks.webhooks(all -> all.change(hooks.administrator, id, Webhook::enable));
            assertThat(hooks.job.deliverOne()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void afterARotationBothSecretsSignForADay(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhooks.WithSecret first = hooks.register(hooks.administrator);
            UUID id = UUID.fromString(first.webhook().id());
            Webhooks.WithSecret second =
                    hooks.webhooks(all -> all.rotate(hooks.administrator, id)).orElseThrow();
            assertThat(second.secret()).isNotEqualTo(first.secret());
            assertThat(second.toString()).doesNotContain(second.secret());
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.job.deliverOne();
            assertThat(hooks.received
                            .remove()
                            .headers()
                            .get("webhook-signature")
                            .split(" ", -1))
                    .hasSize(2);
            hooks.pass(Duration.ofHours(24));
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.job.deliverOne();
            assertThat(hooks.received
                            .remove()
                            .headers()
                            .get("webhook-signature")
                            .split(" ", -1))
                    .hasSize(1);
            String stored = hooks.billing.inTransaction(
                    entities -> entities.createNativeQuery("select sealed_secret || previous_secret from webhook")
                            .getSingleResult()
                            .toString());
            assertThat(stored)
                    .doesNotContain(first.secret().substring(6), second.secret().substring(6));
            List<String> audit = hooks.billing.inTransaction(
                    entities -> entities.createQuery("select e.details from AuditEvent e", String.class)
                            .getResultList());
            assertThat(audit).hasSize(2).allSatisfy(details -> assertThat(details)
                    .contains("http://hook.example.com")
                    .doesNotContain("/in", first.secret(), second.secret()));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aKeyThatMayNotReadTheAccountIsToldOfItsOwnExecutionsAlone(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Caller ana = new Caller("key:ana", hooks.account, Set.of(Role.WEBHOOKS_MANAGER, Role.TRANSCRIBER));
            Caller reader =
                    new Caller("key:reader", hooks.account, Set.of(Role.WEBHOOKS_MANAGER, Role.INSTANCES_READER));
            Caller stranger = new Caller(
                    "key:stranger", hooks.billing.account(), Set.of(Role.WEBHOOKS_MANAGER, Role.INSTANCES_READER));
            Webhook ofAna = hooks.register(ana).webhook();
            Webhook ofReader = hooks.register(reader).webhook();
            Webhook ofStranger = hooks.register(stranger).webhook();
            hooks.execution("key:ben", EventType.EXECUTION_SUCCEEDED);
            UUID own = hooks.execution("key:ana", EventType.EXECUTION_SUCCEEDED);
            assertThat(hooks.deliveriesOf(ofAna))
                    .singleElement()
                    .satisfies(delivery -> assertThat(delivery.instanceId()).isEqualTo(own));
            assertThat(hooks.deliveriesOf(ofReader)).hasSize(2);
            assertThat(hooks.deliveriesOf(ofStranger)).isEmpty();

            assertThat(visible(hooks, ana, ofAna)).isTrue();
            assertThat(visible(hooks, ana, ofReader)).isFalse();
            assertThat(visible(hooks, reader, ofAna)).isTrue();
            assertThat(visible(hooks, stranger, ofReader)).isFalse();
            assertThat(visible(hooks, hooks.administrator, ofStranger)).isTrue();
            UUID delivery = UUID.fromString(hooks.deliveriesOf(ofReader).get(0).id());
            for (Caller other : List.of(ana, stranger)) {
                assertThat(hooks.<Optional<Delivery>>deliveries(all -> all.redeliver(other, delivery)))
                        .isEmpty();
                UUID id = UUID.fromString(ofReader.id());
                assertThat(hooks.<Boolean>webhooks(all -> all.delete(other, id)))
                        .isFalse();
                assertThat(hooks.<Boolean>webhooks(all -> all.rotate(other, id).isPresent()))
                        .isFalse();
            }
        }
    }

    private static boolean visible(WebhookFixture hooks, Caller caller, Webhook webhook) {
        return hooks.webhooks(all -> all.find(caller, UUID.fromString(webhook.id())))
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anAccountHasALimitAndADeletedWebhookLeavesNothing(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook first = hooks.register(hooks.administrator).webhook();
            hooks.register(hooks.administrator);
            hooks.register(hooks.administrator);
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> hooks.register(hooks.administrator))
                    .satisfies(problem -> assertThat(problem.status()).isEqualTo(409));
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            assertThat(hooks.<Boolean>webhooks(all -> all.delete(hooks.administrator, UUID.fromString(first.id()))))
                    .isTrue();
            assertThat(hooks.<Integer>inTransaction(all -> all.forget(first.id())))
                    .isOne();
            assertThat(hooks.<Integer>inTransaction(all -> all.forget(first.id())))
                    .isZero();
            assertThat(hooks.deliveriesOf(first)).isEmpty();
            hooks.register(hooks.administrator);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void oldDeliveriesArePurgedAndAllAreCounted(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.pass(Duration.ofDays(1));
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            AttemptTransactions.Counts counts = hooks.inTransaction(AttemptTransactions::count);
            assertThat(counts.pending()).isEqualTo(2);
            assertThat(counts.parked()).isZero();
            assertThat(counts.oldest()).contains(hooks.now.minus(Duration.ofDays(1)));
            assertThat(purged(hooks)).isEqualTo(1);
            assertThat(hooks.deliveriesOf(webhook)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anOldDeliveryThatIsDeliveredAgainIsNotPurged(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.job.deliverOne();
            hooks.pass(Duration.ofDays(1));
            UUID id = UUID.fromString(hooks.deliveriesOf(webhook).get(0).id());
            hooks.<Optional<Delivery>>deliveries(all -> all.redeliver(hooks.administrator, id));
            assertThat(purged(hooks)).isZero();
            hooks.job.deliverOne();
            assertThat(purged(hooks)).isZero();
            hooks.pass(Duration.ofDays(1));
            assertThat(purged(hooks)).isEqualTo(1);
        }
    }

    private static int purged(WebhookFixture hooks) {
        return hooks.inTransaction(transactions -> transactions.purge(hooks.now.minusSeconds(1)));
    }
}
