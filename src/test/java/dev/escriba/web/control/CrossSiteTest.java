package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossSiteTest {

    @ParameterizedTest
    @CsvSource({
        // method, Sec-Fetch-Site, Origin, X-Requested-With, safe
        "GET,,,,true",
        "HEAD, cross-site, https://evil.example.com,,true",
        "POST, same-origin,,,true",
        "POST, cross-site,,,false",
        "POST, same-site,,,false",
        "POST, none,,,false",
        "POST, cross-site, https://escriba.example.com, fetch, false",
        "POST,, https://escriba.example.com,,true",
        "POST,, http://escriba.example.com,,true",
        "POST,, https://ESCRIBA.example.com,,true",
        "POST,, https://escriba.example.com:8443,,false",
        "POST,, https://evil.example.com, fetch, false",
        "POST,, null,,false",
        "POST,, 'not an origin',,false",
        "POST,,,,false",
        "POST,,, fetch, true",
        "DELETE,,,,false",
        "PATCH, cross-site,,,false",
        "BREW,,,,false"
    })
    void onlyOwnPagesChangeAnything(String method, String site, String origin, String own, boolean safe) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Host", "escriba.example.com");
        headers.put("Sec-Fetch-Site", site);
        headers.put("Origin", origin);
        headers.put("X-Requested-With", own);
        headers.values().removeIf(value -> value == null);
        assertThat(CrossSite.isSafe(Requests.request(method, headers))).isEqualTo(safe);
    }
}
