package dev.escriba.webhooks.control;

import com.sun.net.httpserver.HttpServer;
import dev.escriba.Configured;
import dev.escriba.billing.control.BillingFixture;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.security.control.Peppers;
import dev.escriba.security.control.Sealing;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.telemetry.control.WebhookMetrics;
import dev.escriba.webhooks.entity.Delivery;
import dev.escriba.webhooks.entity.DeliveryState;
import dev.escriba.webhooks.entity.EventType;
import dev.escriba.webhooks.entity.Webhook;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Function;

/** Webhooks on a real database, with a receiver on this machine, and a clock that a test sets. */
final class WebhookFixture implements AutoCloseable {

    /** A request that the receiver got. */
    record Received(Map<String, String> headers, String body) {}

    final Caller administrator;
    final String account;
    final LinkedBlockingDeque<Received> received = new LinkedBlockingDeque<>();

    /** What the receiver answers, and its header {@code Retry-After}. */
    int status = 200;

    String retryAfter;
    Instant now = Instant.parse("2026-03-29T01:30:00Z");

    final BillingFixture billing;
    final DeliveryJob job = new DeliveryJob();
    final WebhookSettings settings;

    private final HttpServer server;
    private WebhookSecrets secrets = new WebhookSecrets(new Sealing(NoRequest.peppers()));

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    WebhookFixture(Databases.Database database) throws IOException {
        billing = new BillingFixture(database);
        account = billing.account();
        administrator = new Caller("key:1", account, Set.of(Role.ADMINISTRATOR));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            received.add(new Received(
                    headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        settings = Configured.read(
                WebhookSettings::read,
                "escriba.webhooks.allowed-networks",
                "127.0.0.1",
                "escriba.webhooks.max-per-account",
                "3");
        job.settings = settings;
        job.clock = clock;
        job.secrets = secrets;
        job.metrics = new WebhookMetrics() {
            @Override
            public void attempted(String outcome, double seconds) {
                // the test reads the database
            }
        };
        job.executions = (accountId, instance, withTranscript) ->
                Optional.of("{\"instanceId\":\"" + instance + "\",\"transcript\":" + withTranscript + "}");
        job.transactions = new AttemptTransactions() {
            @Override
            public List<ReadyWebhook> ready(Instant at) {
                return billing.inTransaction(entities -> attempts(entities).ready(at));
            }

            @Override
            public Optional<Attempt> claim(String webhook, Instant at, Instant again) {
                return billing.inTransaction(entities -> attempts(entities).claim(webhook, at, again));
            }

            @Override
            public Optional<DeliveryState> finish(Attempt attempt, AttemptResult result, Instant at, double random) {
                return billing.inTransaction(entities -> attempts(entities).finish(attempt, result, at, 0));
            }
        };
        job.prepare(host -> InetAddress.getAllByName("127.0.0.1"), WebhookFixture::daemon);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    String url() {
        return "http://hook.example.com:" + server.getAddress().getPort() + "/in";
    }

    private AttemptTransactions attempts(EntityManager entities) {
        return new AttemptTransactions(entities, NoRequest.audit(entities, clock));
    }

    Webhooks webhooks(EntityManager entities) {
        return new Webhooks(entities, secrets, settings, NoRequest.audit(entities, clock), clock);
    }

    /** From now on the node has other peppers. */
    void peppers(Peppers peppers) {
        secrets = new WebhookSecrets(new Sealing(peppers));
        job.secrets = secrets;
    }

    <T> T webhooks(Function<Webhooks, T> step) {
        return billing.inTransaction(entities -> step.apply(webhooks(entities)));
    }

    <T> T deliveries(Function<Deliveries, T> step) {
        return billing.inTransaction(entities ->
                step.apply(new Deliveries(entities, webhooks(entities), NoRequest.audit(entities, clock), clock)));
    }

    <T> T inTransaction(Function<AttemptTransactions, T> step) {
        return billing.inTransaction(entities -> step.apply(attempts(entities)));
    }

    Webhooks.WithSecret register(Caller author) {
        return register(author, EnumSet.allOf(EventType.class));
    }

    Webhooks.WithSecret register(Caller author, Set<EventType> events) {
        return billing.inTransaction(entities -> webhooks(entities)
                .create(
                        author,
                        entities.find(Account.class, author.accountId()),
                        "a test",
                        url(),
                        events,
                        webhook -> {}));
    }

    /** Stores an execution of that key, and its end. */
    UUID execution(String key, EventType event) {
        return execution(account, key, event);
    }

    UUID execution(String ofAccount, String key, EventType event) {
        UUID instance = UUID.randomUUID();
        billing.sql("insert into instance (id, account_id, caller, node, state, model_id, culture, file_bytes,"
                + " container, codec, started_at) values ('" + instance + "', '" + ofAccount + "', '" + key
                + "', 'node', 'SUCCEEDED', 'model', 'en', 1, 'WAV', 'pcm', 1)");
        billing.inTransaction(entities -> {
            new Outbox(entities, clock).add(instance, event);
            return null;
        });
        return instance;
    }

    List<Delivery> deliveriesOf(Webhook webhook) {
        return deliveries(deliveries -> deliveries.list(webhook, Optional.empty(), Optional.empty(), 100));
    }

    Webhook stored(Webhook webhook) {
        return billing.inTransaction(entities -> entities.find(Webhook.class, webhook.id()));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public void close() {
        server.stop(0);
        billing.close();
    }
}
