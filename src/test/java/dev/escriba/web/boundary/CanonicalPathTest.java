package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalPathTest {

    @ParameterizedTest
    @CsvSource({
        "v2/Audio/transcribe, v2/Audio/transcribe",
        "audio/transcribe, v2/Audio/transcribe",
        "AUDIO/TRANSCRIBE, v2/Audio/transcribe",
        "V2/audio/Transcribe/, v2/Audio/transcribe",
        "/aimodels, v2/AIModels",
        "v1/audio/transcribe, v1/Audio/transcribe",
        "v2/unknown/Thing, v2/unknown/Thing",
        "'', ''"
    })
    void namesAreKnownInAnyCaseAndTheVersionIsTheNewest(String path, String canonical) {
        assertThat(CanonicalPath.canonical(path)).isEqualTo(canonical);
    }
}
