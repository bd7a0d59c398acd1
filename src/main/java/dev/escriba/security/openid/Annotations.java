package dev.escriba.security.openid;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Creates annotations at run time, from named values and the defaults of the rest. */
final class Annotations {

    private Annotations() {}

    static <A extends Annotation> A of(Class<A> type, Map<String, Object> values) {
        InvocationHandler handler = (proxy, method, arguments) -> value(type, values, proxy, method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object value(
            Class<?> type, Map<String, Object> values, Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "annotationType" -> type;
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            // without the values, because one of them is a secret
            case "toString" -> "@" + type.getName();
            default -> values.getOrDefault(method.getName(), method.getDefaultValue());
        };
    }
}
