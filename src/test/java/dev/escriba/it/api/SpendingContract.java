package dev.escriba.it.api;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.CustomerAccount;
import dev.escriba.it.support.PostgresService;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Many requests spend one balance at the same time, or have the same idempotency key. */
interface SpendingContract {

    PostgresService deployment();

    /** Sends the request again while there is no place for it: the balance is looked at after that. */
    private static HttpResponse<String> transcribeWithAPlace(CustomerAccount account) throws InterruptedException {
        List<HttpResponse<String>> answers = new ArrayList<>();
        Await.until("place", Duration.ofMinutes(1), () -> {
            answers.add(account.service().transcribe(file("File", MediaFixture.ENGLISH)));
            return answers.get(answers.size() - 1).statusCode() != 503;
        });
        return answers.get(answers.size() - 1);
    }

    @Test
    default void aBalanceForThreeAnswersThreeOfTenAtOnce() throws Exception {
        CustomerAccount account = deployment().newAccount("0.15");
        List<HttpResponse<String>> answers = Await.atOnce(10, () -> transcribeWithAPlace(account));
        List<HttpResponse<String>> refused =
                answers.stream().filter(answer -> answer.statusCode() != 200).toList();
        assertThat(refused).hasSize(7).allSatisfy(answer -> assertThat(
                        Answer.errors(answer, 400).getString("insufficient_balance"))
                // the message differs if the balance was already zero before the request was examined
                .matches("The balance does not cover .*|The account has no balance\\."));
        assertThat(account.balance()).isEqualByComparingTo("0");
        assertThat(account.held()).isEqualByComparingTo("0");
        assertThat(account.executions()).hasSize(3).allSatisfy(execution -> assertThat(execution.getString("state"))
                .isEqualTo("SUCCEEDED"));
        assertThat(account.charges())
                .hasSize(3)
                .extracting(line -> line.getString("instanceId"))
                .containsExactlyInAnyOrderElementsOf(account.executions().stream()
                        .map(execution -> execution.getString("instanceId"))
                        .toList());
    }

    @Test
    default void aShortBalanceIsToldInTheLanguageOfTheRequest() {
        CustomerAccount account = deployment().newAccount("0.049999");
        HttpResponse<String> answer =
                account.service().post("/api/v2/Audio/transcribe?culture=es", file("File", MediaFixture.ENGLISH));
        JsonObject problem = Answer.problem(answer, 400);
        assertThat(problem.getString("message")).startsWith("El saldo no cubre").contains("0.05 USD");
        assertThat(problem.getJsonObject("errors").getString("insufficient_balance"))
                .isEqualTo(problem.getString("message"));
        assertThat(account.executions()).isEmpty();
        assertThat(account.balance()).isEqualByComparingTo("0.049999");
    }

    @Test
    default void theSameKeyAtOnceIsChargedOnceAndReplayed() throws Exception {
        CustomerAccount account = deployment().newAccount("1");
        List<HttpResponse<String>> answers =
                Await.atOnce(4, () -> account.service().send(keyed(account.service())));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isIn(200, 409));
        answers.stream().filter(answer -> answer.statusCode() == 409).forEach(answer -> {
            assertThat(Answer.errors(answer, 409)).containsKey("Idempotency-Key");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        });
        List<HttpResponse<String>> first = answers.stream()
                .filter(answer -> answer.statusCode() == 200 && !isReplayed(answer))
                .toList();
        assertThat(first).hasSize(1);
        HttpResponse<String> again = account.service().send(keyed(account.service()));
        Answer.success(again);
        assertThat(isReplayed(again)).isTrue();
        assertThat(again.body()).isEqualTo(first.get(0).body());
        assertThat(account.charges()).hasSize(1);
        assertThat(account.balance()).isEqualByComparingTo("0.95");
    }

    private static HttpRequest.Builder keyed(Service service) {
        return service.request("/api/v2/Audio/transcribe")
                .header("Content-Type", Service.contentType())
                .header("Idempotency-Key", "the-same-for-all")
                .POST(Service.body(file("File", MediaFixture.ENGLISH)));
    }

    private static boolean isReplayed(HttpResponse<String> answer) {
        return answer.headers().firstValue("Idempotency-Replayed").equals(Optional.of("true"));
    }
}
