package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresService;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Who sees what. */
interface TenancyContract {

    PostgresService hosting();

    @Test
    default void nobodySeesAnotherAccount() {
        CustomerAccount customer = hosting().customer("1");
        CustomerAccount other = hosting().customer("2");
        Service stranger = hosting().key(other.id(), "admin");
        String instance = transcribe(customer.service());

        Answer.problem(stranger.get("/api/v2/Instances/" + instance), 404);
        Answer.problem(forget(stranger, instance), 404);
        assertThat(other.executions()).isEmpty();
        assertThat(other.lines()).singleElement().satisfies(line -> assertThat(line.getString("kind"))
                .isEqualTo("CREDIT"));
        assertThat(Answer.success(stranger.get("/api/v2/Billing/ledger?instanceId=" + instance))
                        .getJsonArray("items"))
                .isEmpty();
        assertThat(executionsUsed(stranger)).isZero();
        assertThat(other.balance()).isEqualByComparingTo("2");

        assertThat(customer.executions()).hasSize(1);
        assertThat(customer.lines()).hasSize(4);
        assertThat(executionsUsed(customer.service())).isEqualTo(1);
        JsonObject seen = Answer.success(customer.service().get("/api/v2/Instances/" + instance));
        assertThat(seen.getString("transcript")).contains("quick brown fox");
    }

    @Test
    default void aTranscriberSeesItsOwnExecutionsAndNoAccounts() {
        CustomerAccount customer = hosting().customer("1");
        Service ana = hosting().key(customer.id(), "transcribe");
        Service ben = hosting().key(customer.id(), "transcribe");
        String ofAna = transcribe(ana);
        String ofBen = transcribe(ben);

        assertThat(Answer.success(ana.get("/api/v2/Instances"))
                        .getJsonArray("items")
                        .getValuesAs(JsonObject.class))
                .singleElement()
                .satisfies(execution ->
                        assertThat(execution.getString("instanceId")).isEqualTo(ofAna));
        Answer.problem(ana.get("/api/v2/Instances/" + ofBen), 404);
        Answer.problem(forget(ana, ofBen), 404);
        assertThat(customer.executions()).hasSize(2);
        Answer.problem(ana.get("/api/v2/Billing/ledger"), 403);
        Answer.problem(ana.get("/api/v2/Billing/usage"), 403);
        refusesAdministration(ana, customer);

        assertThat(forget(ana, ofAna).statusCode()).isEqualTo(204);
        assertThat(Answer.success(ana.get("/api/v2/Instances/" + ofAna)).isNull("transcript"))
                .isTrue();
    }

    @Test
    default void anAuditorReadsAndDoesNothingElse() {
        CustomerAccount customer = hosting().customer("1");
        Service auditor = hosting().key(customer.id(), "instances:read", "usage:read");
        String instance = transcribe(customer.service());

        Answer.success(auditor.get("/api/v2/Instances/" + instance));
        Answer.success(auditor.get("/api/v2/Billing/ledger"));
        assertThat(executionsUsed(auditor)).isEqualTo(1);
        Answer.problem(auditor.transcribe(file("File", MediaFixture.ENGLISH)), 403);
        Answer.problem(forget(auditor, instance), 403);
        refusesAdministration(auditor, customer);
        assertThat(customer.balance()).isEqualByComparingTo("0.95");
    }

    private static void refusesAdministration(Service service, CustomerAccount customer) {
        Answer.problem(PostgresService.credit(service, customer.id(), "1"), 403);
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
