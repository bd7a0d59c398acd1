package dev.escriba.security.control;

import dev.escriba.security.entity.CredentialKind;
import dev.escriba.security.entity.Pepper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Remembers keys and tokens that this node has let in, by their digests. One of them is no guess. So it is verified
 * again whatever others behind the same address have sent: their failures use up the budget of failed attempts and its
 * exceptions. What is refused in the end, because it was revoked or has expired, is forgotten.
 */
@ApplicationScoped
public class VerifiedCredentials {

    private static final int MAX_REMEMBERED = 10_000;

    /** For this process alone, so that a digest is of no use elsewhere. */
    private final Pepper pepper = new Pepper(UUID.randomUUID().toString());

    private final Map<String, Boolean> digests = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** Whether this credential was let in the last time. */
    public boolean isKnown(CredentialKind kind, String credential) {
        String digest = digest(kind, credential);
        synchronized (digests) {
            return digests.get(digest) != null;
        }
    }

    /** The credential was let in. */
    public void remember(CredentialKind kind, String credential) {
        String digest = digest(kind, credential);
        synchronized (digests) {
            digests.put(digest, true);
        }
    }

    /** The credential was refused. */
    public void forget(CredentialKind kind, String credential) {
        String digest = digest(kind, credential);
        synchronized (digests) {
            digests.remove(digest);
        }
    }

    private String digest(CredentialKind kind, String credential) {
        return pepper.seal(kind + " " + credential);
    }
}
