package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {

    private static final CanonicalPath PATHS = new CanonicalPath(PathWords.of(resources()));

    private static List<Class<?>> resources() {
        List<Class<?>> resources = new ArrayList<>();
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.escriba")) {
            if (found.isAnnotatedWith(Path.class)) {
                resources.add(found.reflect());
            }
        }
        return resources;
    }

    @ParameterizedTest
    @CsvSource({
        "v2/Audio/transcribe, v2/Audio/transcribe",
        "audio/transcribe, v2/Audio/transcribe",
        "AUDIO/TRANSCRIBE, v2/Audio/transcribe",
        "V2/audio/Transcribe/, v2/Audio/transcribe",
        "/aimodels, v2/AIModels",
        "v1/audio/transcribe, v1/Audio/transcribe",
        "v2/instances/1/TRANSCRIPT, v2/Instances/1/transcript",
        "v2/billing/BALANCE, v2/Billing/balance",
        "v2/billing/CREDITS, v2/Billing/credits",
        "v2/billing/LEDGER, v2/Billing/ledger",
        "v2/billing/PRICES, v2/Billing/prices",
        "v2/billing/RECONCILIATION, v2/Billing/reconciliation",
        "v2/billing/USAGE, v2/Billing/usage",
        "apikeys, v2/ApiKeys",
        "accounts, v2/Accounts",
        "audit, v2/Audit",
        "settings, v2/Settings",
        "ME, v2/Me",
        "v2/unknown/Thing, v2/unknown/Thing",
        "'', ''"
    })
    void namesAreKnownInAnyCaseAndTheVersionIsTheNewest(String path, String canonical) {
        assertThat(PATHS.canonical(path)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2/Me", "/v2/Me", "//V2/Me", "v2;x/Me", "%762/Me", "v%32;a=b", "./v2/Me", "v2"})
    void aVersionIsFoundInAnySpelling(String path) {
        assertThat(CanonicalPath.isVersioned(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "models", "models/v2", "v2x/Me"})
    void otherPathsHaveNoVersion(String path) {
        assertThat(CanonicalPath.isVersioned(path)).isFalse();
    }
}
