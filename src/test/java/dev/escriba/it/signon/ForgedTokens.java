package dev.escriba.it.signon;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Forged tokens that look like those of the provider. */
public enum ForgedTokens {
    ANOTHER_KEY {
        @Override
        public String of(String token, String publicKey) throws GeneralSecurityException {
            return signed(header(token), payload(token));
        }
    },
    UNKNOWN_KEY {
        @Override
        public String of(String token, String publicKey) throws GeneralSecurityException {
            return signed(with(header(token), "kid", "nobody-knows-me"), payload(token));
        }
    },
    NO_KEY_ID {
        @Override
        public String of(String token, String publicKey) throws GeneralSecurityException {
            return signed(encode(json("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")), payload(token));
        }
    },
    UNSIGNED {
        @Override
        public String of(String token, String publicKey) {
            return encode(json("{\"alg\":\"none\"}")) + "." + payload(token) + ".";
        }
    },
    WITHOUT_ITS_SIGNATURE {
        @Override
        public String of(String token, String publicKey) {
            return header(token) + "." + payload(token) + ".";
        }
    },
    PUBLIC_KEY_AS_SECRET {
        @Override
        public String of(String token, String publicKey) throws GeneralSecurityException {
            String pem = "-----BEGIN PUBLIC KEY-----\n" + publicKey + "\n-----END PUBLIC KEY-----\n";
            return shared(token, pem.getBytes(StandardCharsets.US_ASCII));
        }
    },
    PUBLIC_KEY_BYTES_AS_SECRET {
        @Override
        public String of(String token, String publicKey) throws GeneralSecurityException {
            return shared(token, Base64.getDecoder().decode(publicKey));
        }
    },
    OTHER_CLAIMS {
        @Override
        public String of(String token, String publicKey) {
            return header(token) + "." + with(payload(token), "sub", "somebody-else")
                    + token.substring(token.lastIndexOf('.'));
        }
    },
    GARBAGE {
        @Override
        public String of(String token, String publicKey) {
            return "a.b.c";
        }
    };

    private static final KeyPair OTHER = newKey();

    public abstract String of(String token, String publicKey) throws GeneralSecurityException;

    static String keyId(String token) {
        return decode(header(token)).getString("kid");
    }

    private static String header(String token) {
        return token.split("\\.", -1)[0];
    }

    private static String payload(String token) {
        return token.split("\\.", -1)[1];
    }

    private static String signed(String header, String payload) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(OTHER.getPrivate());
        signature.update((header + "." + payload).getBytes(StandardCharsets.US_ASCII));
        return header + "." + payload + "." + encode(signature.sign());
    }

    private static String shared(String token, byte[] secret) throws GeneralSecurityException {
        String content = with(header(token), "alg", "HS256") + "." + payload(token);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return content + "." + encode(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String with(String part, String name, String value) {
        JsonObjectBuilder changed = Json.createObjectBuilder(decode(part)).add(name, value);
        return encode(changed.build());
    }

    private static JsonObject decode(String part) {
        return json(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private static String encode(JsonObject json) {
        return encode(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
