package dev.escriba.it;

import dev.escriba.it.server.Row;

/** See {@link OnServer}. */
class OnPayaraMicro6 extends OnServer {

    OnPayaraMicro6() {
        super(Row.PAYARA_MICRO_6);
    }
}
