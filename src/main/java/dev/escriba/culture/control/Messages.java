package dev.escriba.culture.control;

import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import java.text.MessageFormat;
import java.util.ResourceBundle;

/** Formats messages from the bundle of each culture. */
public final class Messages {

    static final String BUNDLE = "dev.escriba.culture.messages";

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Messages() {}

    /**
     * The text of a message.
     *
     * @throws java.util.MissingResourceException if the key is unknown
     */
    public static String text(Message message, Culture culture) {
        ResourceBundle bundle =
                ResourceBundle.getBundle(BUNDLE, culture.locale(), Messages.class.getClassLoader(), NO_FALLBACK);
        return new MessageFormat(bundle.getString(message.key()), culture.locale())
                .format(message.arguments().toArray());
    }
}
