package dev.escriba.eval.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Answer;
import dev.escriba.it.support.PostgresServer;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.StoredLedger;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** The money of a soak: a server whose runs cost something, a credit, and the check of the books. */
final class SoakBooks {

    /** {@code max-pool-size} of the shipped configuration. */
    static final int MAX_CONNECTIONS = 32;

    private static final BigDecimal CREDIT = new BigDecimal("10000");

    private final Service service;

    private SoakBooks(Service service) {
        this.service = service;
    }

    /** Gives the account money, once however often it is called. */
    static SoakBooks credited(Service service) {
        HttpResponse<String> response = service.send(service.request("/api/v2/Billing/credits")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "the-only-credit")
                .POST(HttpRequest.BodyPublishers.ofString("{\"amount\": " + CREDIT + ", \"reason\": \"soak\"}")));
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        return new SoakBooks(service);
    }

    /** The number of all runs and the sum of their charges. */
    record Sums(int runs, BigDecimal charged) {}

    static Server start(Path home, List<Path> warmUp, PostgresServer postgres) throws Exception {
        Server server = Server.start(
                home,
                List.of(),
                List.of(Path.of("server-config/payara-micro/postgresql.asadmin")),
                "-Describa.database.url=" + postgres.url(),
                "-Describa.database.user=" + PostgresServer.USER,
                "-Describa.database.password=" + PostgresServer.PASSWORD,
                "-Describa.models.prices.5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00.per-minute=0.006");
        credited(server.service());
        for (Path recording : warmUp) {
            server.transcribe(recording);
        }
        return server;
    }

    /** Checks that nothing runs, that nothing is held, and that ledger, balance and usage agree. */
    Sums check() {
        StoredLedger stored = StoredLedger.overHttp(service);
        assertThat(stored.runs()).allMatch(run -> run.state().equals("SUCCEEDED"));
        assertThat(Answer.success(service.get("/api/v2/Billing/reconciliation")).getBoolean("balanced"))
                .isTrue();
        BigDecimal charged = stored.sum("CHARGE").negate();
        assertThat(charged)
                .isEqualByComparingTo(
                        stored.runs().stream().map(StoredLedger.Run::cost).reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(stored.held()).isZero();
        assertThat(stored.balance()).isEqualByComparingTo(CREDIT.subtract(charged));
        return new Sums(stored.runs().size(), charged);
    }
}
