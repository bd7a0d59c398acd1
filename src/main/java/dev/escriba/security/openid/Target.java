package dev.escriba.security.openid;

import jakarta.servlet.http.HttpServletRequest;

/** The local path that follows a sign-in: the parameter {@code to}, by default the start page. */
final class Target {

    private static final int MAX_LENGTH = 1_000;
    private static final String START_PAGE = "/";

    private Target() {}

    /** The target that the request asks for, checked. */
    static String of(HttpServletRequest request) {
        return checked(request.getParameter("to"));
    }

    /** The target, or the start page if the target is not a path of this server. */
    static String checked(String target) {
        return target != null && isLocal(target) ? target : START_PAGE;
    }

    /** Whether the target is a path of this server and no browser takes it for the address of another host. */
    static boolean isLocal(String target) {
        return target.length() <= MAX_LENGTH
                && target.startsWith("/")
                && !target.startsWith("//")
                && target.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    }
}
