package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;

/**
 * The answer to a request whose work is done later.
 *
 * @param instance of the work
 * @param state of the instance
 */
public record AcceptedAnswer(UUID instance, String state) {

    public static final int STATUS = 202;

    public String json() {
        return "{\"instanceId\":\"" + instance + "\",\"state\":\"" + state + "\"}";
    }

    /** The headers: where the instance is read, and the preference that was met. */
    public Map<String, String> headers(HttpServletRequest request) {
        return Map.of(
                "Location",
                request.getContextPath() + Face.HUB.root() + "/v2/Instances/" + instance,
                Preference.APPLIED,
                Preference.RESPOND_ASYNC);
    }
}
