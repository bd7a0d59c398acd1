package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.escriba.it.support.Service;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the console over HTTP: types, policy and caching are the same on all servers. */
interface ConsoleContract {

    Service service();

    @Test
    default void thePageIsAtTheRootForEveryone() {
        HttpResponse<String> page = page();
        assertThat(page.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT))
                .isEqualTo("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("Permissions-Policy").orElse("")).contains("microphone=(self)");
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    default void itsFilesHaveTheirTypesAndAreCachedForAYear() {
        List<String> files = Pattern.compile("\\./(assets/[^\"]+)")
                .matcher(page().body())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(files).hasSizeGreaterThanOrEqualTo(3);
        for (String file : files) {
            HttpResponse<String> answer = anonymous("/" + file);
            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                    .contains("max-age=31536000", "immutable");
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .startsWith(
                            file.endsWith(".js") ? "text/javascript" : file.endsWith(".css") ? "text/css" : "image/");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
        assertThat(files.stream()
                        .mapToLong(file -> anonymous("/" + file).body().length())
                        .sum())
                .as("bytes of the first visit")
                .isLessThan(400_000);
    }

    @Test
    default void thePageAndItsStylesNeedNothingInlineAndNothingFromElsewhere() {
        String page = page().body();
        assertThat(page).doesNotContain("style=", "<style", "onclick", "http://", "https://");
        assertThat(Pattern.compile("<script([^>]*)>([^<]*)")
                        .matcher(page)
                        .results()
                        .map(MatchResult::group))
                .isNotEmpty()
                .allMatch(script -> script.contains("src=\"./assets/") && script.endsWith(">"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets",
                "/assets/",
                "/index.html",
                "/assets/none-1234.js",
                "/assets/../index.html",
                "/assets/..%2findex.html",
                "/assets/x/index.html",
                "/index.html.map",
                "/assets/index.html"
            })
    default void aFileThatThereIsNotIsNotCached(String path) {
        requireConsole();
        HttpResponse<String> answer = anonymous(path);
        assertThat(answer.statusCode()).isBetween(400, 404);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).doesNotContain("<html");
        assertThat(policy(answer)).doesNotContain("script-src");
    }

    /** Servers refuse some of these spellings. What they answer with has the policy that fits it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/;a=b",
                "//",
                "/./",
                "/x/..",
                "/%61ssets/none.js",
                "/assets;a=b/none.js",
                "/assets/..;/api/v2/Me",
                "/assets/../api/v2/Me",
                "/api/..;/",
                "/api/%2e%2e/index.html"
            })
    default void theSpellingOfAnAddressDoesNotGiveAnAnswerThePolicyOfAnother(String path) {
        requireConsole();
        HttpResponse<String> answer = anonymous(path);
        assertThat(policy(answer).contains("script-src"))
                .as("%d %s", answer.statusCode(), answer.body())
                .isEqualTo(answer.body().contains("<es-app>"));
    }

    @ParameterizedTest
    @CsvSource({"POST, /", "PUT, /", "DELETE, /", "POST, /assets/x.js"})
    default void thePageIsOnlyRead(String method, String path) {
        requireConsole();
        problem(
                service()
                        .send(HttpRequest.newBuilder(service().base().resolve(path))
                                .method(method, BodyPublishers.noBody())),
                405);
    }

    @Test
    default void theApiKeepsItsOwnPolicy() {
        HttpResponse<String> answer = service().get("/api/v2/Me");
        assertThat(policy(answer)).doesNotContain("script-src");
        assertThat(answer.headers().firstValue("Permissions-Policy").orElse("")).contains("microphone=()");
    }

    private static String policy(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Security-Policy").orElse("");
    }

    private HttpResponse<String> page() {
        requireConsole();
        HttpResponse<String> page = anonymous("/");
        assertThat(page.statusCode()).isEqualTo(200);
        return page;
    }

    private HttpResponse<String> anonymous(String path) {
        return service()
                .send(HttpRequest.newBuilder(service().base().resolve(path)).GET());
    }

    private static void requireConsole() {
        assumeTrue(Files.exists(Path.of("target/console/dist/index.html")), "the build left the console out");
    }
}
