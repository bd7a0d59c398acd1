package dev.escriba.console.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsolePageTest {

    @ParameterizedTest
    @CsvSource({
        "index-CCeUqSYt.js, text/javascript;charset=UTF-8",
        "index-MDOyM4_z.css, text/css;charset=UTF-8",
        "icon-DjVDOI57.svg, image/svg+xml"
    })
    void anAssetHasTheTypeOfItsEnding(String name, String type) {
        assertThat(ConsolePage.type(name)).contains(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "index", ".js", "a.html", "a.map", "../a.js", "b/a.js", "a..js", "a.js/", "%2e.js", "a.js;x"
            })
    void aNameThatNoAssetHasIsNotLookedFor(String name) {
        assertThat(ConsolePage.type(name)).isEmpty();
    }

    @Test
    void thePageTellsWhichSignOnThereIsTheLargestFileAndTheQueue() throws IOException {
        String page = Files.readString(Path.of("src/main/console/index.html"));
        assertThat(new PageMeta(true, true, 1000, true).in(page))
                .contains("name=\"escriba-sign-on\" content=\"openid session\"")
                .contains("name=\"escriba-max-file-bytes\" content=\"1000\"")
                .contains("name=\"escriba-queue\" content=\"open\"");
        assertThat(new PageMeta(true, false, 1, false).in(page))
                .contains("name=\"escriba-sign-on\" content=\"openid\"")
                .contains("name=\"escriba-queue\" content=\"\"");
        assertThat(new PageMeta(false, false, 1, false).in(page)).contains("name=\"escriba-sign-on\" content=\"\"");
    }
}
