package dev.escriba.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.cluster.Node;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Validates the Kubernetes manifest against the schemas of Kubernetes. It is applied to no cluster. */
class DeploymentFilesIT {

    private static final Path MANIFEST =
            Path.of("server-config/kubernetes/escriba.yaml").toAbsolutePath();

    @Test
    void manifestIsWhatKubernetesUnderstands() throws Exception {
        JsonObject seen = Node.run("kubernetes.mjs", MANIFEST.toString());
        assertThat(seen.getJsonArray("problems")).isEmpty();
        assertThat(seen.getJsonArray("kinds").toString()).contains("Deployment", "Service", "PodDisruptionBudget");
    }

    @ParameterizedTest
    @CsvSource({
        "maxUnavailable: 0, maxUnavailabel: 0, no such field",
        "replicas: 3, replicas: three, must be",
        "httpGet:, httpGets:, no such field"
    })
    void checkFindsWhatIsWrong(String right, String wrong, String problem) throws Exception {
        Path spoilt = Path.of("target/spoilt.yaml").toAbsolutePath();
        Files.writeString(spoilt, Files.readString(MANIFEST).replace(right, wrong));
        assertThat(Node.run("kubernetes.mjs", spoilt.toString())
                        .getJsonArray("problems")
                        .toString())
                .contains(problem);
    }
}
