package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.webhooks.entity.Delivery;
import dev.escriba.webhooks.entity.DeliveryState;
import dev.escriba.webhooks.entity.EventType;
import dev.escriba.webhooks.entity.Webhook;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
                        entities.persist(
                                new Delivery(all.id(), instance, EventType.EXECUTION_SUCCEEDED, hooks.now));
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
            assertThat(hooks.received)
                    .hasSize(10)
                    .allSatisfy(request -> assertThat(request.headers()).containsEntry("webhook-id", parked.id()));

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
            assertThat(hooks.deliveriesOf(webhook))
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.DELIVERED);
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
            assertThat(hooks.deliveriesOf(webhook).get(0).dueAt())
                    .hasValueSatisfying(due -> assertThat(due).isBetween(hooks.now.plusSeconds(600), hooks.now.plusSeconds(601)));
            hooks.pass(Duration.ofMinutes(11));
            hooks.status = 410;
            hooks.job.deliverOne();
            assertThat(hooks.deliveriesOf(webhook).get(0).state()).isEqualTo(DeliveryState.PARKED);
        }
    }

    /** The node of the first attempt dies after its claim. Its late result does not count. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anAttemptWithoutAResultIsMadeAgain(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook webhook = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            Attempt lost = hooks.job.transactions
                    .claim(hooks.now, hooks.now.plusSeconds(60), List.of())
                    .orElseThrow();
            assertThat(hooks.job.deliverOne()).isFalse();
            hooks.pass(Duration.ofSeconds(61));
            assertThat(hooks.job.deliverOne()).isTrue();
            assertThat(hooks.received.remove().headers()).containsEntry("webhook-id", lost.delivery());
            assertThat(hooks.job.transactions.finish(lost, AttemptResult.failed("timeout"), hooks.now, 0))
                    .isEmpty();
            assertThat(hooks.deliveriesOf(webhook).get(0).state()).isEqualTo(DeliveryState.DELIVERED);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aBusyWebhookIsPassedOver(Databases.Database database) throws IOException {
        try (WebhookFixture hooks = new WebhookFixture(database)) {
            Webhook busy = hooks.register(hooks.administrator).webhook();
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            Webhook other = hooks.register(hooks.administrator, Set.of(EventType.EXECUTION_FAILED))
                    .webhook();
            hooks.pass(Duration.ofSeconds(1));
            hooks.execution("key:1", EventType.EXECUTION_FAILED);
            assertThat(hooks.job.transactions.claim(hooks.now, hooks.now.plusSeconds(60), List.of(busy.id())))
                    .hasValueSatisfying(
                            attempt -> assertThat(attempt.webhook()).isEqualTo(other.id()));
            assertThat(hooks.job.transactions.claim(
                            hooks.now, hooks.now.plusSeconds(60), List.of(busy.id(), other.id())))
                    .isEmpty();
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
            Webhooks.WithSecret second = hooks.webhooks(all -> all.rotate(hooks.administrator, id))
                    .orElseThrow();
            assertThat(second.secret()).isNotEqualTo(first.secret());
            assertThat(second.toString()).doesNotContain(second.secret());
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.job.deliverOne();
            assertThat(hooks.received.remove().headers().get("webhook-signature").split(" ", -1))
                    .hasSize(2);
            hooks.pass(Duration.ofHours(24));
            hooks.execution("key:1", EventType.EXECUTION_SUCCEEDED);
            hooks.job.deliverOne();
            assertThat(hooks.received.remove().headers().get("webhook-signature").split(" ", -1))
                    .hasSize(1);
            String stored = hooks.billing.inTransaction(entities -> entities.createNativeQuery(
                            "select sealed_secret || previous_secret from webhook")
                    .getSingleResult()
                    .toString());
            assertThat(stored)
                    .doesNotContain(first.secret().substring(6), second.secret().substring(6));
            List<String> audit = hooks.billing.inTransaction(
                    entities -> entities.createQuery("select e.details from AuditEvent e", String.class)
                            .getResultList());
            assertThat(audit)
                    .hasSize(2)
                    .allSatisfy(details -> assertThat(details)
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
                assertThat(hooks.<Boolean>webhooks(all -> all.delete(other, id))).isFalse();
                assertThat(hooks.<Boolean>webhooks(all -> all.rotate(other, id).isPresent()))
                        .isFalse();
            }
        }
    }

    private static boolean visible(WebhookFixture hooks, Caller caller, Webhook webhook) {
        return hooks.webhooks(all -> all.find(caller, UUID.fromString(webhook.id()))).isPresent();
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
            assertThat(hooks.<Boolean>webhooks(
                            all -> all.delete(hooks.administrator, UUID.fromString(first.id()))))
                    .isTrue();
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
            AttemptTransactions.Counts counts =
                    hooks.inTransaction(AttemptTransactions::count);
            assertThat(counts.pending()).isEqualTo(2);
            assertThat(counts.parked()).isZero();
            assertThat(counts.oldest()).contains(hooks.now.minus(Duration.ofDays(1)));
            assertThat(hooks.<Integer>inTransaction(
                            transactions -> transactions.purge(hooks.now.minusSeconds(1))))
                    .isEqualTo(1);
            assertThat(hooks.deliveriesOf(webhook)).hasSize(1);
        }
    }
}
