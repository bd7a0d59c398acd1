package dev.escriba.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.control.Messages;
import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the balancers answer themselves has the error shape of Escriba. */
class BalancerFilesTest {

    private static final Path FILES = Path.of("server-config/cluster");

    private final String nginx = read("nginx.conf");
    private final String haproxy = read("haproxy.cfg");

    private static String read(String file) {
        try {
            return Files.readString(FILES.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<MatchResult> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }

    private static void requireShape(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            JsonObject json = reader.readObject();
            assertThat(json.keySet()).containsExactly("message", "errors");
            assertThat(json.getJsonObject("errors")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 408, 413, 414, 431})
    void nginxSaysWhatEscribaSays(int status) {
        MatchResult answer = all(
                        "location = /\\.nginx/" + status + " \\{([^}]*)return " + status
                                + " '(\\{\"message\":\"\\$(\\w+)\".*)';",
                        nginx)
                .get(0);
        assertThat(answer.group(1))
                .contains("internal;", "application/json;charset=UTF-8", "Content-Language $culture always");
        requireShape(answer.group(2));
        assertThat(all("error_page [^;]*/\\.nginx/" + status + ";", nginx)).hasSize(1);
        MatchResult texts = all(
                        "map \\$culture \\$" + answer.group(3) + " \\{\\s+es\\s+\"([^\"]+)\";\\s+default \"([^\"]+)\";",
                        nginx)
                .get(0);
        Message message = Message.of("problem." + status);
        assertThat(texts.group(1)).isEqualTo(Messages.text(message, Culture.ES));
        assertThat(texts.group(2)).isEqualTo(Messages.text(message, Culture.EN));
    }

    /** A level with an error_page of its own inherits none. */
    @Test
    void nginxHasItsErrorPagesOnOneLevel() {
        List<String> statuses = new ArrayList<>();
        for (MatchResult page : all("(?m)^( *)error_page ([^;=/@]+)", nginx)) {
            assertThat(page.group(1)).hasSize(8);
            statuses.addAll(List.of(page.group(2).strip().split(" ", -1)));
        }
        assertThat(statuses)
                .doesNotHaveDuplicates()
                .contains("400", "404", "405", "408", "411", "413", "414", "494", "497", "500", "501", "502", "504");
    }

    @Test
    void haproxyAnswersInTheSameShape() {
        List<MatchResult> answers = all(
                "(?m)^    http-(?:error|request return) status (\\d+) content-type \"application/json;charset=UTF-8\""
                        + " (.*?)(?:lf-)?string \"(\\{.*?\\}\\})\"(.*)$",
                haproxy);
        assertThat(answers)
                .extracting(answer -> answer.group(1))
                .containsExactlyInAnyOrder("400", "404", "408", "500", "502", "503", "504");
        for (MatchResult answer : answers) {
            requireShape(answer.group(3).replace("\\\"", "\""));
            assertThat(answer.group(2) + answer.group(4)).contains("hdr Content-Language");
        }
        for (Culture culture : new Culture[] {Culture.EN, Culture.ES}) {
            String nothing = Messages.text(Message.of("problem.404"), culture);
            assertThat(haproxy).contains("set-var(txn.nothing) str(\"" + nothing + "\")");
        }
    }

    @Test
    void noClientChoosesItsAddressOrItsScheme() {
        assertThat(haproxy).contains("del-header X-Forwarded-For", "del-header X-Forwarded-Proto");
        assertThat(nginx)
                .contains(
                        "proxy_set_header X-Forwarded-For $remote_addr;",
                        "proxy_set_header X-Forwarded-Proto $scheme;");
    }
}
