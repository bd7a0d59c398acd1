package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresService;
import dev.escriba.it.support.Recordings;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Callers see and change only what belongs to their account and what their scopes allow. */
interface TenancyContract {

    List<String> READS = List.of(
            "/api/v2/Billing/balance?",
            "/api/v2/Billing/ledger?",
            "/api/v2/Billing/usage?",
            "/api/v2/Billing/prices?",
            "/api/v2/Instances?");

    PostgresService deployment();

    @Test
    default void noCallerSeesAnotherAccount() {
        CustomerAccount account = deployment().newAccount("1");
        CustomerAccount other = deployment().newAccount("2");
        Service otherAdministrator = deployment().key(other.id(), "admin");
        String instance = transcribe(account.service());

        Answer.problem(otherAdministrator.get("/api/v2/Instances/" + instance), 404);
        Answer.problem(forget(otherAdministrator, instance), 404);
        assertThat(other.executions()).isEmpty();
        assertThat(other.lines()).singleElement().satisfies(line -> assertThat(line.getString("kind"))
                .isEqualTo("CREDIT"));
        assertThat(Answer.success(otherAdministrator.get("/api/v2/Billing/ledger?instanceId=" + instance))
                        .getJsonArray("items"))
                .isEmpty();
        assertThat(executionsUsed(otherAdministrator)).isZero();
        assertThat(other.balance()).isEqualByComparingTo("2");

        assertThat(account.executions()).hasSize(1);
        assertThat(account.lines()).hasSize(4);
        assertThat(executionsUsed(account.service())).isEqualTo(1);
        JsonObject seen = Answer.success(account.service().get("/api/v2/Instances/" + instance));
        assertThat(seen.getString("transcript")).contains("quick brown fox");
    }

    @Test
    default void anAdministratorReadsTheAccountThatItNames() {
        CustomerAccount account = deployment().newAccount("1");
        CustomerAccount other = deployment().newAccount("2");
        Service administrator = deployment().key(other.id(), "admin");
        String instance = transcribe(account.service());
        String named = "accountId=" + account.id();

        assertThat(Answer.success(administrator.get("/api/v2/Billing/balance?" + named))
                        .getString("accountId"))
                .isEqualTo(account.id());
        assertThat(Answer.success(administrator.get("/api/v2/Billing/ledger?" + named))
                        .getJsonArray("items"))
                .hasSize(4);
        assertThat(Answer.success(administrator.get("/api/v2/Billing/usage?" + named))
                        .getJsonObject("total")
                        .getInt("executions"))
                .isEqualTo(1);
        assertThat(administrator.get("/api/v2/Billing/prices?" + named).statusCode())
                .isEqualTo(200);
        assertThat(Answer.success(administrator.get("/api/v2/Instances?" + named))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("instanceId"))
                .isEqualTo(instance);
        for (String path : List.of("", "/transcript", "/transcript/peaks")) {
            Answer.success(administrator.get("/api/v2/Instances/" + instance + path + "?" + named));
            Answer.problem(administrator.get("/api/v2/Instances/" + instance + path), 404);
        }
        assertThat(Answer.success(administrator.get("/api/v2/Billing/usage?groupBy=account"))
                        .getJsonArray("items")
                        .getValuesAs(JsonObject.class))
                .anySatisfy(item -> {
                    assertThat(item.getString("group")).isEqualTo(account.id());
                    assertThat(item.isNull("name")).isFalse();
                });
        String unknown = "accountId=" + UUID.randomUUID();
        for (String path : READS) {
            assertThat(Answer.errors(administrator.get(path + unknown), 404)).containsOnlyKeys("accountId");
            assertThat(Answer.errors(administrator.get(path + "accountId=1"), 400))
                    .containsOnlyKeys("accountId");
        }
    }

    @Test
    default void noOtherCallerMayNameAnAccount() {
        CustomerAccount account = deployment().newAccount("1");
        CustomerAccount other = deployment().newAccount("2");
        Service reader = deployment().key(account.id(), "transcribe", "instances:read", "usage:read");
        for (String path : READS) {
            assertThat(reader.get(path + "accountId=" + account.id()).statusCode())
                    .isEqualTo(200);
            assertThat(Answer.errors(reader.get(path + "accountId=" + other.id()), 403))
                    .containsOnlyKeys("accountId");
            // the answer does not tell whether there is such an account
            assertThat(Answer.errors(reader.get(path + "accountId=" + UUID.randomUUID()), 403))
                    .containsOnlyKeys("accountId");
        }
        assertThat(Answer.success(reader.get("/api/v2/Billing/usage?groupBy=account"))
                        .getJsonArray("items"))
                .isEmpty();
    }

    @Test
    default void whatRunsInADisabledAccountEndsAndIsPaid() throws Exception {
        CustomerAccount account = deployment().newAccount("10");
        Service administrator = deployment().administrator();
        CompletableFuture<HttpResponse<String>> run =
                CompletableFuture.supplyAsync(() -> account.service().transcribe(file("File", Recordings.minutes(1))));
        account.awaitRun();
        Answer.success(administrator.send(administrator
                .request("/api/v2/Accounts/" + account.id())
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"enabled\":false}"))));
        Answer.problem(account.service().get("/api/v2/Me"), 403);
        Answer.problem(account.service().transcribe(file("File", MediaFixture.ENGLISH)), 403);
        JsonObject answer = Answer.success(run.get(5, TimeUnit.MINUTES));
        assertThat(Answer.success(administrator.get("/api/v2/Billing/ledger?accountId=" + account.id() + "&instanceId="
                                + answer.getString("instanceId")))
                        .getJsonArray("items")
                        .getValuesAs(JsonObject.class))
                .extracting(line -> line.getString("kind"))
                .containsExactly("CHARGE", "RELEASE", "HOLD");
    }

    @Test
    default void aTranscriberSeesItsOwnExecutionsAndNoAccounts() {
        CustomerAccount account = deployment().newAccount("1");
        Service ana = deployment().key(account.id(), "transcribe");
        Service ben = deployment().key(account.id(), "transcribe");
        String ofAna = transcribe(ana);
        String ofBen = transcribe(ben);

        assertThat(Answer.success(ana.get("/api/v2/Instances?text=quick")).getJsonArray("items"))
                .as("a search finds what a listing shows")
                .isEqualTo(Answer.success(ana.get("/api/v2/Instances")).getJsonArray("items"));
        assertThat(Answer.success(ana.get("/api/v2/Instances"))
                        .getJsonArray("items")
                        .getValuesAs(JsonObject.class))
                .singleElement()
                .satisfies(execution ->
                        assertThat(execution.getString("instanceId")).isEqualTo(ofAna));
        Answer.problem(ana.get("/api/v2/Instances/" + ofBen), 404);
        Answer.problem(ana.get("/api/v2/Instances/" + ofBen + "/transcript"), 404);
        Answer.problem(ana.get("/api/v2/Instances/" + ofBen + "/transcript/peaks"), 404);
        Answer.success(ben.get("/api/v2/Instances/" + ofBen + "/transcript"));
        Answer.problem(forget(ana, ofBen), 404);
        assertThat(account.executions()).hasSize(2);
        Answer.problem(ana.get("/api/v2/Billing/ledger"), 403);
        Answer.problem(ana.get("/api/v2/Billing/usage"), 403);
        refusesAdministration(ana, account);

        assertThat(forget(ana, ofAna).statusCode()).isEqualTo(204);
        assertThat(Answer.success(ana.get("/api/v2/Instances/" + ofAna)).isNull("transcript"))
                .isTrue();
    }

    @Test
    default void anAuditorReadsAndDoesNothingElse() {
        CustomerAccount account = deployment().newAccount("1");
        Service auditor = deployment().key(account.id(), "instances:read", "usage:read");
        String instance = transcribe(account.service());

        Answer.success(auditor.get("/api/v2/Instances/" + instance));
        Answer.success(auditor.get("/api/v2/Instances/" + instance + "/transcript"));
        Answer.success(auditor.get("/api/v2/Instances/" + instance + "/transcript/peaks"));
        Answer.problem(
                auditor.send(
                        auditor.request("/api/v2/Instances?userIdentifier=ana").DELETE()),
                403);
        Answer.success(auditor.get("/api/v2/Billing/ledger"));
        assertThat(executionsUsed(auditor)).isEqualTo(1);
        Answer.problem(auditor.transcribe(file("File", MediaFixture.ENGLISH)), 403);
        Answer.problem(forget(auditor, instance), 403);
        refusesAdministration(auditor, account);
        assertThat(account.balance()).isEqualByComparingTo("0.95");
    }

    private static void refusesAdministration(Service service, CustomerAccount account) {
        Answer.problem(PostgresService.credit(service, account.id(), "1"), 403);
        Answer.problem(service.get("/api/v2/Billing/reconciliation"), 403);
    }

    private static String transcribe(Service service) {
        return Answer.success(service.transcribe(file("File", MediaFixture.ENGLISH)))
                .getString("instanceId");
    }

    private static HttpResponse<String> forget(Service service, String instance) {
        return service.send(
                service.request("/api/v2/Instances/" + instance + "/transcript").DELETE());
    }

    private static int executionsUsed(Service service) {
        return Answer.success(service.get("/api/v2/Billing/usage"))
                .getJsonObject("total")
                .getInt("executions");
    }
}
