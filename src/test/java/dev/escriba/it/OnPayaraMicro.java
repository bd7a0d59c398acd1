package dev.escriba.it;

import dev.escriba.it.server.Row;

/** See {@link OnServer}. */
class OnPayaraMicro extends OnServer {

    OnPayaraMicro() {
        super(Row.PAYARA_MICRO_7);
    }
}
