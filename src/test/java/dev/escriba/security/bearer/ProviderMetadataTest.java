package dev.escriba.security.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderMetadataTest {

    private Issuer issuer;
    private ProviderMetadata provider;

    @BeforeEach
    void start() throws Exception {
        issuer = new Issuer();
        provider = new ProviderMetadata(URI.create(issuer.url()));
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void tellsWhereASessionEnds() throws Exception {
        issuer.describesItselfAs("{\"issuer\":\"ISSUER\",\"end_session_endpoint\":\"ISSUER/logout\"}");
        assertThat(provider.endSessionEndpoint()).contains(URI.create(issuer.url() + "/logout"));
    }

    @Test
    void notEveryProviderEndsSessions() throws Exception {
        assertThat(provider.endSessionEndpoint()).isEmpty();
        issuer.describesItselfAs("{\"issuer\":\"ISSUER\",\"end_session_endpoint\":\"\"}");
        assertThat(provider.endSessionEndpoint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html/>",
                "{\"end_session_endpoint\":\"ISSUER/logout\"}",
                "{\"issuer\":\"https://elsewhere.example\",\"end_session_endpoint\":\"ISSUER/logout\"}",
                "{\"issuer\":\"ISSUER\",\"end_session_endpoint\":\"http://elsewhere.example/logout\"}",
                "{\"issuer\":\"ISSUER\",\"end_session_endpoint\":\"javascript:alert(1)\"}",
                "{\"issuer\":\"ISSUER\",\"end_session_endpoint\":\"https:logout\"}",
                "{\"issuer\":\"ISSUER\",\"end_session_endpoint\":\"not an address\"}",
            })
    void refusesMalformedDocumentsAndUnsafeAddresses(String document) {
        issuer.describesItselfAs(document);
        assertThatIOException().isThrownBy(provider::endSessionEndpoint);
    }

    @Test
    void aProviderThatIsAwayOrSendsOnIsNotFollowed() {
        issuer.answersWith(302);
        assertThatIOException().isThrownBy(provider::endSessionEndpoint);
        issuer.close();
        assertThatIOException().isThrownBy(provider::endSessionEndpoint);
    }

    @Test
    void keysAreNeeded() {
        issuer.describesItselfAs("{\"issuer\":\"ISSUER\"}");
        assertThatIOException().isThrownBy(provider::jwksUri);
    }
}
