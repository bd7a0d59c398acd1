package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

    @Test
    void anAddressIsTakenApart() {
        WebhookUrl url = WebhookUrl.of("HTTPS://hook.example.com/a%20b?c=d&e");
        assertThat(url).isEqualTo(new WebhookUrl(true, "hook.example.com", 443, "/a%20b?c=d&e"));
        assertThat(url.hostHeader()).isEqualTo("hook.example.com");
        assertThat(url.origin()).isEqualTo("https://hook.example.com");
        assertThat(WebhookUrl.of("http://hook.example.com:8080"))
                .isEqualTo(new WebhookUrl(false, "hook.example.com", 8080, "/"));
        WebhookUrl literal = WebhookUrl.of("https://[2001:db8::1]:8443/?x");
        assertThat(literal.host()).isEqualTo("2001:db8::1");
        assertThat(literal.hostHeader()).isEqualTo("[2001:db8::1]:8443");
        assertThat(literal.target()).isEqualTo("/?x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hook.example.com",
                "/path",
                "//hook.example.com/",
                "https:///path",
                "https:hook.example.com",
                "ftp://hook.example.com/",
                "file:///etc/passwd",
                "https://user@hook.example.com/",
                "https://user:secret@hook.example.com/",
                "https://hook.example.com/#part",
                "https://hook.example.com:0/",
                "https://hook.example.com:65536/",
                "https://hook.example.com:-1/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://hook_example/",
                "https://hook.example.com./",
                "https://hook.example.com/ a",
                "https://hook.example.com/\r\nX-Other: 1",
                "https://hook.example.com/\u00e9",
                "https://\u00e9.example.com/",
                "https://[fe80::1%25eth0]/",
                "https://hook.example.com\\@127.0.0.1/"
            })
    void anyOtherTextIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookUrl.of(text));
    }
}
