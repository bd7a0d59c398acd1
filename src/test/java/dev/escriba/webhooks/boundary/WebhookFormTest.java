package dev.escriba.webhooks.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.problem.entity.Problem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookFormTest {

    private static WebhookForm form(String url, boolean permitsHttp) {
        String body = "{\"name\":\"a\",\"url\":\"" + url + "\"}";
        return WebhookForm.ofNew(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), permitsHttp);
    }

    private static void refuses(String url, boolean permitsHttp, String message) {
        WebhookForm form = form(url, permitsHttp);
        form.url();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(form::check)
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(400))
                .satisfies(
                        problem -> assertThat(problem.errors().get("url").key()).isEqualTo(message));
    }

    @Test
    void anAddressWithoutTlsNeedsANetworkThatIsAllowed() {
        refuses("http://hook.example.com/", false, "webhook.url-without-tls");
        WebhookForm allowed = form("http://hook.example.com/", true);
        assertThat(allowed.url()).isEqualTo("http://hook.example.com/");
        allowed.check();
        WebhookForm secure = form("https://hook.example.com/", false);
        secure.url();
        secure.check();
    }

    @Test
    void whatIsNoAddressIsRefused() {
        refuses("ftp://hook.example.com/", true, "webhook.url");
        refuses("https://hook.example.com./", true, "webhook.url");
        refuses("https://hook.example.com/" + "a".repeat(2000), true, "webhook.url");
    }
}
