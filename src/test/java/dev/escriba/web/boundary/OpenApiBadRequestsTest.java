package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each operation refuses unknown query parameters with 400, and the description of the API has to say so. */
class OpenApiBadRequestsTest {

    /** Operations that ignore them: their contract is that of another service. The metrics are no API. */
    private static final List<String> OTHERS = List.of("/v1/", "/api/v2/file/", "/metrics");

    @Test
    void theDescriptionNames400WhereAnUnknownParameterGetsIt() throws IOException {
        Map<String, Boolean> described = described();
        assertThat(described).hasSizeGreaterThan(40);
        List<String> without = new ArrayList<>();
        described.forEach((operation, has) -> {
            if (!has && OTHERS.stream().noneMatch(operation.substring(operation.indexOf(' ') + 1)::startsWith)) {
                without.add(operation);
            }
        });
        assertThat(without).isEmpty();
    }

    /** The operations, and whether each has the answer 400. */
    private static Map<String, Boolean> described() throws IOException {
        Map<String, Boolean> operations = new LinkedHashMap<>();
        String path = "";
        String operation = "";
        try (InputStream document = OpenApiBadRequestsTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            for (String line : new String(document.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.startsWith("components:")) {
                    return operations;
                }
                if (line.matches("  /.*:")) {
                    path = line.strip().replace(":", "");
                } else if (line.matches(" {4}(get|put|post|patch|delete):")) {
                    operation = line.strip().replace(":", "") + " " + path;
                    operations.put(operation, false);
                } else if (line.startsWith("        \"400\"")) {
                    operations.put(operation, true);
                }
            }
        }
        return operations;
    }
}
