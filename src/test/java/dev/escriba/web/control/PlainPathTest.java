package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models",
                "/v1;x=1/models",
                "/v1;/models;a;b",
                "/%761/models",
                "/v%31/%6dodels/",
                "//v1///models",
                "/./v1/x/../models",
                "/../v1/models",
                "/%2e%2e/v1/models"
            })
    void everySpellingOfAPathIsTheSame(String path) {
        assertThat(PlainPath.of(path)).isEqualTo("/v1/models");
        assertThat(Face.ofPath(PlainPath.of(path))).contains(Face.OPENAI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%2576%31/models", "/v1x/models", "/x/v1", "/%zz1/models", "/+v1", "/"})
    void otherPathsStayOthers(String path) {
        assertThat(Face.ofPath(PlainPath.of(path))).isEqualTo(Optional.empty());
    }

    @Test
    void anEscapeThatIsNotValidStays() {
        assertThat(PlainPath.of("/api/%zz/a+b")).isEqualTo("/api/%zz/a+b");
    }
}
