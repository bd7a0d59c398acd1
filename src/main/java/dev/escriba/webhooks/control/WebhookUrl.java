package dev.escriba.webhooks.control;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address of a webhook, in parts.
 *
 * @param host a name, or an IP address without brackets
 * @param target path and query, as the request line has them
 */
public record WebhookUrl(boolean secure, String host, int port, String target) {

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]+");

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** Its last label begins with a letter. No dot follows: it would be a part of the name that TLS verifies. */
    private static final Pattern NAME = Pattern.compile("(.*\\.)?[A-Za-z][^.]*");

    /**
     * Parses an address. Names that are not ASCII have to be written in their ASCII form.
     *
     * @throws IllegalArgumentException unless it is an absolute {@code https} or {@code http} address with a host,
     *     without user, password and fragment
     */
    public static WebhookUrl of(String text) {
        if (!VISIBLE_ASCII.matcher(text).matches()) {
            throw new IllegalArgumentException("not visible ASCII");
        }
        URI uri;
        try {
            uri = new URI(text).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!(secure || scheme.equals("http"))
                || !isHost(uri.getHost())
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null
                || uri.getPort() == 0
                || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("not an address to call");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new WebhookUrl(
                secure,
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    /** Some resolvers read numbers in other forms as addresses too. */
    private static boolean isHost(String host) {
        if (host == null) {
            return false;
        }
        if (host.startsWith("[")) {
            return host.indexOf('%') < 0;
        }
        return IPV4.matcher(host).matches() || NAME.matcher(host).matches();
    }

    /** The value of the header {@code Host}. */
    String hostHeader() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (secure ? 443 : 80) ? name : name + ":" + port;
    }

    /** Scheme and host, for the audit log: the rest may hold secrets. */
    public String origin() {
        return (secure ? "https://" : "http://") + hostHeader();
    }
}
