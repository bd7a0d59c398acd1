package dev.escriba.security.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ActTest {

    private static final Pattern DESCRIBED = Pattern.compile("\\bact: \\{ type: string, enum: \\[([A-Z_, ]+)]");

    @Test
    void theDescriptionOfTheApiHasEachAct() throws IOException {
        String api;
        try (InputStream document = ActTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            api = new String(document.readAllBytes(), StandardCharsets.UTF_8);
        }
        Matcher described = DESCRIBED.matcher(api);
        assertThat(described.find()).isTrue();
        assertThat(List.of(described.group(1).split(", ", -1)))
                .isEqualTo(Stream.of(Act.values()).map(Act::name).toList());
    }
}
