// Written by `npm run openapi` from docs/openapi.json.

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive
         * @description 503 while the API stops. Not moved by ROUTE_PREFIX.
         */
        get: operations["isAlive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can it serve
         * @description Which part is not ready, if any. Not moved by ROUTE_PREFIX.
         */
        get: operations["isReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payInfo/{tractionNo}/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a notice about a payment
         * @description Where a connector reports the end of a payment: its `notifyUrl`. The URL is the credential, so no bearer token is asked for. The body is that of an answer. Notices may come early, late and twice; one that repeats what is known changes nothing. Where the template has a `notifySecret`, it must be signed by Standard Webhooks.
         */
        post: operations["takePayNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refundInfo/{tractionNo}/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a notice about a refund
         * @description Where a connector reports the end of a refund: its `notifyUrl`. The URL is the credential, so no bearer token is asked for. The body is that of an answer. Notices may come early, late and twice; one that repeats what is known changes nothing. Where the template has a `notifySecret`, it must be signed by Standard Webhooks.
         */
        post: operations["takeRefundNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay (发起线上支付)
         * @description Takes one payment. `data.status` says what happened; `ret` only says that the request was taken. It answers as soon as the outcome is known, at the latest after `PAY_WAIT_MS` (8 s unless the gateway is set otherwise); `Prefer` changes that for one call. A status of `paying` means "not known yet", never "failed": ask `GET /payOrders?clientPayNo=` until it is something else. Whenever you do not know whether a request arrived, send the same again: one `clientPayNo` is one payment, for ever.
         */
        post: operations["pay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/closePay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call a payment off (取消支付)
         * @description For a customer who walks away while a payment is `paying`. From this moment on nothing sends it; its connector is queried, then cancels it. It answers as soon as the outcome is known, at the latest after `PAY_WAIT_MS` (8 s unless the gateway is set otherwise); `Prefer` changes that for one call. `data.status` says what became of it: `payFailed` closed for certain, `unpay` it was never sent, `payed` too late: refund it, `paying` not known yet: it is closed as soon as that is certain; ask `GET /payOrders?clientPayNo=`. Repeating is safe.
         */
        post: operations["closePay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refund (发起线上退款)
         * @description Gives back `refundAmount`, or all that is left when it is absent; `isCancel` 1 calls the whole payment off. The amount is reserved at once, so refunds never exceed the payment. `data.status` says what happened. It answers as soon as the outcome is known, at the latest after `PAY_WAIT_MS` (8 s unless the gateway is set otherwise); `Prefer` changes that for one call. Repeating is as safe as for `pay`. Staff of all merchants refund for the merchant of the payment. To try it, put the `tractionNo` of a payment of yours into `payTractionNo`.
         */
        post: operations["refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batchPay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay many at once (发起批量支付)
         * @description Takes 1 to `BATCH_MAX` payments. The answer has one element for each that was sent, in the same order: your number (null when it had none), and the HTTP status and body that the single call would have answered. One bad element harms no other. Sending the same batch again changes nothing and answers how things stand. It answers as soon as the outcome is known, at the latest after `PAY_WAIT_MS` (8 s unless the gateway is set otherwise); `Prefer` changes that for one call.
         */
        post: operations["batchPay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batchRefund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refund many at once (发起批量线上退款)
         * @description Takes 1 to `BATCH_MAX` refunds. The answer has one element for each that was sent, in the same order: your number (null when it had none), and the HTTP status and body that the single call would have answered. One bad element harms no other. Sending the same batch again changes nothing and answers how things stand. It answers as soon as the outcome is known, at the latest after `PAY_WAIT_MS` (8 s unless the gateway is set otherwise); `Prefer` changes that for one call.
         */
        post: operations["batchRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payments
         * @description A page of the payments that you may see. With `clientPayNo` this is the query that follows an answer of `paying` (支付订单结果查询). Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listPayOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payOrders/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one payment
         * @description The payment with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getPayOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payOrders/{uuid}/refundOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the refunds of one payment
         * @description The same list as `/refundOrders`, of this payment alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listRefundOrdersOfPayOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payOrders/{uuid}/tradeRecords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the trade records of one payment
         * @description The same list as `/tradeRecords`, of this payment alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listTradeRecordsOfPayOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payOrders/{uuid}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Settle a payment by hand
         * @description For a payment that nobody else can settle: ask the provider, then say what really happened. It is final, and written into the history with reason and person. Roles: operate, admin.
         */
        post: operations["settlePayOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payOrders/{uuid}/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attempt a payment now
         * @description Makes the next attempt of an open payment due now instead of at `pending.nextLookAt`, and writes who wanted it into the history (`askNow`). The attempt does what it would have done then: it never takes money twice, and an open circuit stays open. While an attempt is in progress (`pending.isAsking`) nothing changes. Does not wait for the outcome.
         */
        post: operations["askPayOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payOrders/{uuid}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow one payment
         * @description Server-sent events: an event `order` with the payment as `GET /payOrders/{uuid}` shows it, at once and again after each change of its status, its attempts, its refunds or its history; a comment every 15 s. It ends with the token or session, at most 15 s later, and when the gateway stops: connect again. At most 500 are followed at once (9503).
         */
        get: operations["streamPayOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refundOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List refunds
         * @description A page of the refunds that you may see. With `clientRefundNo` this is the query that follows an answer of `refunding`. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listRefundOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refundOrders/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one refund
         * @description The refund with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getRefundOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refundOrders/{uuid}/tradeRecords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the trade records of one refund
         * @description The same list as `/tradeRecords`, of this refund alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listTradeRecordsOfRefundOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refundOrders/{uuid}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Settle a refund by hand
         * @description For a refund that nobody else can settle: ask the provider, then say what really happened. It is final, and written into the history with reason and person. Roles: operate, admin.
         */
        post: operations["settleRefundOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refundOrders/{uuid}/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attempt a refund now
         * @description Makes the next attempt of an open refund due now instead of at `pending.nextLookAt`, and writes who wanted it into the history (`askNow`). The attempt does what it would have done then: it never takes money twice, and an open circuit stays open. While an attempt is in progress (`pending.isAsking`) nothing changes. Does not wait for the outcome.
         */
        post: operations["askRefundOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tradeRecords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List trade records
         * @description A page of the trade records that you may see. Oldest first: who did what, from which status to which, and what the connector said. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listTradeRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tradeRecords/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one trade record
         * @description The trade record with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getTradeRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find orders by any number
         * @description Finds a number wherever an order has one: `uuid`, `tractionNo`, `clientPayNo`, `clientRefundNo`, `thirdPayNo`, `thirdRefundNo`; of the last four its first six or more characters are enough. With `amount` in the place of `q`: the orders of that amount within a week. Each order says by what it was found.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List pay modes
         * @description A page of the pay modes that you may see. Without a merchant they are those of the token's. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listPayModes"];
        put?: never;
        /**
         * Open a pay mode (为当前商户开通支付方式)
         * @description Opens a way to pay for the merchant, from a template (`payTemplateId`) or described by yourself (`name`, `payUrl` and so on). Opening a template again changes the mode that is there. When the template has a `checkEnvUrl` it is asked first.
         */
        post: operations["openPayMode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModes/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one pay mode
         * @description The pay mode with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getPayMode"];
        put?: never;
        /**
         * Change a pay mode
         * @description Changes `isOpened`, `uiOrder`, `isFastPay` or `connectorParams`. A closed mode takes no payment (9002) but still answers, refunds and finishes those that it has taken.
         */
        post: operations["changePayMode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModes/{uuid}/payOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the payments of one pay mode
         * @description The same list as `/payOrders`, of this pay mode alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listPayOrdersOfPayMode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModes/{uuid}/refundOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the refunds of one pay mode
         * @description The same list as `/refundOrders`, of this pay mode alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listRefundOrdersOfPayMode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModes/{uuid}/tradeRecords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the trade records of one pay mode
         * @description The same list as `/tradeRecords`, of this pay mode alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listTradeRecordsOfPayMode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listAllPayModes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List modes and what could be opened
         * @description The merchant's modes (`hasCreated` 1), then the templates that it has not opened (`hasCreated` 0). It has no pages.
         */
        get: operations["listAllPayModes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModeTemplates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List templates
         * @description A page of the templates that you may see. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listPayModeTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModeTemplates/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one template
         * @description The template with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getPayModeTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModeTemplates/{uuid}/payModes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the pay modes of one template
         * @description The same list as `/payModes`, of this template alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listPayModesOfPayModeTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModeTemplates/{uuid}/payOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the payments of one template
         * @description The same list as `/payOrders`, of this template alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listPayOrdersOfPayModeTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModeTemplates/{uuid}/refundOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the refunds of one template
         * @description The same list as `/refundOrders`, of this template alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listRefundOrdersOfPayModeTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payModeTemplates/{uuid}/tradeRecords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the trade records of one template
         * @description The same list as `/tradeRecords`, of this template alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listTradeRecordsOfPayModeTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registerPayModeTemplate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a template (注册支付模板)
         * @description Creates the template with this `payTemplateId`, or changes it: what is absent stays as it is, but a `payUrl` without a `connectorId` removes the one that is there, and one without a `connectorKind` makes it `real`. An order that was sent stays with the connector that has it: it is asked for at the new URLs only where these are of the same one (the same `connectorId`, or the same origin and path of `payUrl`). Role: admin.
         */
        post: operations["registerPayModeTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyEndpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List endpoints
         * @description A page of the endpoints that you may see. Where the gateway sends messages about payments and refunds. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listNotifyEndpoints"];
        put?: never;
        /**
         * Have messages sent
         * @description Makes an endpoint and its secret, which is shown this once. From then on each event is posted to `url`, signed, and again until it is taken. A merchant may have 50, and 20 that are `adhoc` (9004).
         */
        post: operations["openNotifyEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyEndpoints/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one endpoint
         * @description The endpoint with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getNotifyEndpoint"];
        put?: never;
        /**
         * Change, pause or resume an endpoint
         * @description What is absent stays. While it is `paused` its messages wait. `status` `on` also brings back one that the gateway has switched off, where what was skipped meanwhile is sent by a replay; one that is off cannot be paused (9007).
         */
        post: operations["changeNotifyEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyEndpoints/{uuid}/notifyDeliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the messages of one endpoint
         * @description The same list as `/notifyDeliveries`, of this endpoint alone. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listNotifyDeliveriesOfNotifyEndpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyEndpoints/{uuid}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete an endpoint
         * @description Nothing more is sent to it, and its secrets are gone.
         */
        post: operations["deleteNotifyEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyEndpoints/{uuid}/rotateSecret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret
         * @description The new one is shown this once. Both sign each message for 24 hours, or for `overlapHours`; asked again within them, only the last two sign.
         */
        post: operations["rotateNotifySecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyEndpoints/{uuid}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message
         * @description Sends a message of type `endpoint.test` about nothing. `GET /notifyDeliveries/{uuid}/attempts` says how it went.
         */
        post: operations["testNotifyEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyDeliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messages
         * @description A page of the messages that you may see. One for each event and endpoint, stored for 30 days. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listNotifyDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyDeliveries/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one message
         * @description The message with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getNotifyDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyDeliveries/{uuid}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the attempts of one message
         * @description How far each of them came, what was answered, and how long it took; the last 200.
         */
        get: operations["listNotifyAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyDeliveries/{uuid}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one message again
         * @description Writes a new message about the same event, with the same `webhook-id` and body, and the header `payserver-replay: 1`.
         */
        post: operations["replayNotifyDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyReplays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List replays
         * @description A page of the replays that you may see. Messages of a time that are sent again, and how far that is. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listNotifyReplaies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyReplays/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one replay
         * @description The replay with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getNotifyReplay"];
        put?: never;
        /**
         * Pause, resume or stop a replay
         * @description Messages that it has written are sent all the same. One that has ended stays so (9007).
         */
        post: operations["changeNotifyReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyEndpoints/{uuid}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the messages of a time again
         * @description To this endpoint, about the events of its types and pay modes, the oldest first, 500 in a second at most. With `dryRun` 1 it writes nothing and says how many that would be. At most 5 replays of an endpoint run at once (9004).
         */
        post: operations["replayNotifyEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifyEvents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read events by asking
         * @description The same events as the messages, for programs that cannot be posted to: pass `next` as `after` in the next call. In the order of their commits: none is passed over, whatever is written meanwhile. An answer may be empty and have `more`: ask again at once.
         */
        get: operations["listNotifyEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stuckOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is stuck, and why
         * @description Open orders that began more than a minute ago, or that need a person, in groups: by pay mode, by what their last attempt found and by why a person should review them. Reads a bounded number of open orders, those first that are due first; `isCapped` says that there are more.
         */
        get: operations["listStuckOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/selections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Select stuck orders
         * @description Freezes the stuck orders that match now, as `GET /stuckOrders` counts them, at most 10,000 (9004): what becomes stuck later is not among them. A field that is absent matches all; null matches orders that have none. It lives for 24 hours.
         */
        post: operations["makeSelection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/selections/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one selection
         * @description How far it is. One that has ended, or of more merchants than you may see, is not found (9003).
         */
        get: operations["getSelection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/selections/{uuid}/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attempt the next orders of a selection now
         * @description One step: has the next orders of it attempted now, at most `limit`, each as `POST /payOrders/{uuid}/ask` would, and counts them. Send it again until `left` is 0. A step is done whole or not at all, so it goes on after any failure, and asks about no order twice. With `dryRun` 1 it changes nothing and says what all that is left would come to.
         */
        post: operations["askSelection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/payOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export payments
         * @description All payments that `GET /payOrders` would show with these filters, as CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, headings in `lang`, amounts in yuan, times in TIME_ZONE. A cell that a spreadsheet would run, and a number that it would not show as it is, has `'` in front. At most 1,000,000 rows: with more nothing is exported (9413). One that fails midway ends with a broken connection, never silently.
         */
        get: operations["exportPayOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/refundOrders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export refunds
         * @description All refunds that `GET /refundOrders` would show with these filters, as CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, headings in `lang`, amounts in yuan, times in TIME_ZONE. A cell that a spreadsheet would run, and a number that it would not show as it is, has `'` in front. At most 1,000,000 rows: with more nothing is exported (9413). One that fails midway ends with a broken connection, never silently.
         */
        get: operations["exportRefundOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/tradeRecords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export trade records
         * @description All trade records that `GET /tradeRecords` would show with these filters, as CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, headings in `lang`, amounts in yuan, times in TIME_ZONE. A cell that a spreadsheet would run, and a number that it would not show as it is, has `'` in front. At most 1,000,000 rows: with more nothing is exported (9413). One that fails midway ends with a broken connection, never silently.
         */
        get: operations["exportTradeRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export exceptions
         * @description All exceptions that `GET /exceptions` would show with these filters, as CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, headings in `lang`, amounts in yuan, times in TIME_ZONE. A cell that a spreadsheet would run, and a number that it would not show as it is, has `'` in front. At most 1,000,000 rows: with more nothing is exported (9413). One that fails midway ends with a broken connection, never silently.
         */
        get: operations["exportExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/auditRecords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export audit records
         * @description All audit records that `GET /auditRecords` would show with these filters, as CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, headings in `lang`, amounts in yuan, times in TIME_ZONE. A cell that a spreadsheet would run, and a number that it would not show as it is, has `'` in front. At most 1,000,000 rows: with more nothing is exported (9413). One that fails midway ends with a broken connection, never silently.
         */
        get: operations["exportAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your saved views
         * @description Those of your subject, at most 100.
         */
        get: operations["listViews"];
        put?: never;
        /**
         * Save a view
         * @description At most 100 of one subject (9004).
         */
        post: operations["saveView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/views/{uuid}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete a view
         * @description Another's is not found (9003).
         */
        post: operations["deleteView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List exceptions
         * @description A page of the exceptions that you may see. Evidence that contradicts final orders. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exceptions/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one exception
         * @description The exception with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getException"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exceptions/{uuid}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve an exception
         * @description Notes that a person has dealt with it, and why. Roles: operate, admin.
         */
        post: operations["resolveException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exceptions/{uuid}/reverse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send late money back
         * @description For an `open` exception with reason `lateSuccess`: the money goes back by a refund of the gateway itself, at the connector that took it, as with the policy `reverse`. Asked twice, it goes back once. Roles: operate, admin.
         */
        post: operations["reverseException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auditRecords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit records
         * @description A page of the audit records that you may see. Who changed what, from where, and what came of it. For staff. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auditRecords/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one audit record
         * @description The audit record with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getAuditRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who you are, and what you may do
         * @description What the gateway reads in your token: your role, whose rows you see, what you may do.
         */
        get: operations["whoami"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description A page of the sessions that you may see. Of the console: your own; an administrator sees those of everybody. Pages: follow `next` until it is absent; `offset` is for screens that jump. An unknown parameter is an error (9004), not silence.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one session
         * @description The session with this `uuid`. Another merchant's is not found (9003).
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{uuid}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a session
         * @description Ends a session of the console at once, on every machine. Your own; an administrator ends any. Repeating is safe.
         */
        post: operations["revokeSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    payUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the money
         * @description Repeats carry the same `tractionNo` and are the same payment; a connector that cannot promise that registers `isIdempotent` 0 and is posted to once. Carries `Idempotency-Key: <tractionNo>`, the same in every repeat.
         *
         *     Signed by Standard Webhooks where the template has a `notifySecret`. Answer within `timeoutMs`, with 2xx and JSON of at most 64 KiB. Anything that is not clearly an answer about this very number is "unknown": the order stays open and the gateway asks again.
         */
        post: operations["callPayUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    refundUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give money back
         * @description `tractionNo` is that of the refund. `isCancel` 1 calls the whole payment off. Carries `Idempotency-Key: <tractionNo>`, the same in every repeat.
         *
         *     Signed by Standard Webhooks where the template has a `notifySecret`. Answer within `timeoutMs`, with 2xx and JSON of at most 64 KiB. Anything that is not clearly an answer about this very number is "unknown": the order stays open and the gateway asks again.
         */
        post: operations["callRefundUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    queryUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what became of it
         * @description About a payment or a refund: `tractionNo` says which.
         *
         *     Signed by Standard Webhooks where the template has a `notifySecret`. Answer within `timeoutMs`, with 2xx and JSON of at most 64 KiB. Anything that is not clearly an answer about this very number is "unknown": the order stays open and the gateway asks again.
         */
        post: operations["callQueryUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    cancelUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a payment whose time is over
         * @description This payment must not happen any more. `success`: no money was taken, or all of it was given back. `notFound`: it never came, and is declined if it comes after all. `failed`: not cancelled, by this call or one before it. A success that meets the call is held until you answer.
         *
         *     Signed by Standard Webhooks where the template has a `notifySecret`. Answer within `timeoutMs`, with 2xx and JSON of at most 64 KiB. Anything that is not clearly an answer about this very number is "unknown": the order stays open and the gateway asks again.
         */
        post: operations["callCancelUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    checkEnvUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say whether a merchant is set up
         * @description Asked before a mode is opened. Everything but `{"ret": true}` refuses it (9001).
         */
        get: operations["callCheckEnvUrl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.succeeded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A payment succeeded
         * @description Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. Answer 2xx within `timeoutMs`; 410 switches the endpoint off.
         */
        post: operations["onPaymentSucceeded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A payment failed
         * @description Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. Answer 2xx within `timeoutMs`; 410 switches the endpoint off.
         */
        post: operations["onPaymentFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.closed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A payment was closed
         * @description Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. Answer 2xx within `timeoutMs`; 410 switches the endpoint off.
         */
        post: operations["onPaymentClosed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.refunded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A payment was refunded, in part or whole
         * @description Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. Answer 2xx within `timeoutMs`; 410 switches the endpoint off.
         */
        post: operations["onPaymentRefunded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.reviewNeeded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A payment needs a person
         * @description Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. Answer 2xx within `timeoutMs`; 410 switches the endpoint off.
         */
        post: operations["onPaymentReviewNeeded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "refund.succeeded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A refund succeeded
         * @description Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. Answer 2xx within `timeoutMs`; 410 switches the endpoint off.
         */
        post: operations["onRefundSucceeded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "refund.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A refund failed
         * @description Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. Answer 2xx within `timeoutMs`; 410 switches the endpoint off.
         */
        post: operations["onRefundFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "refund.reviewNeeded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A refund needs a person
         * @description Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. Answer 2xx within `timeoutMs`; 410 switches the endpoint off.
         */
        post: operations["onRefundReviewNeeded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "exception.opened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evidence contradicts a final order
         * @description Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. Answer 2xx within `timeoutMs`; 410 switches the endpoint off.
         */
        post: operations["onExceptionOpened"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "exception.resolved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An exception was dealt with
         * @description Posted to the `notifyEndpoints` that want it, and to the `notifyUrl` of its order, until it is taken. Answer 2xx within `timeoutMs`; 410 switches the endpoint off.
         */
        post: operations["onExceptionResolved"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        AllPayModes: {
            /** @description Items in the answer. */
            size: number;
            /** @description The modes, then the templates. */
            items: components["schemas"]["PayModeOffer"][];
        };
        AskRequest: Record<string, never>;
        AskSelectionRequest: {
            /**
             * @description 1: only says what it would come to.
             * @enum {integer}
             */
            dryRun?: 0 | 1;
            /** @description Orders of this step, at most; 200 without it. */
            limit?: number;
        };
        AuditRecord: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description When it was written. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description The token's subject, or anonymous. */
            actor: string;
            /** @description The caller's merchant; null where there is none. */
            merchantUUID: string | null;
            /** @description Method and route, or `token`. */
            action: string;
            /** @description The id in the path, if any. */
            target: string | null;
            /** @description `begun`, `done`, or the code of the refusal. */
            result: string;
            /** @description The other end of the connection. */
            address: string;
            /** @description Finds the request in the gateway's log. */
            requestId: string;
            /** @description What was asked for, without secrets; lists and objects by how many they hold. */
            detail: {
                [key: string]: unknown;
            };
            /** @description 0 or 1. 1: part of the chain of seals. */
            isSealed: number;
        };
        AuditRecordList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["AuditRecord"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        BatchPayAnswer: {
            /** @description One element for each payment, in the same order. */
            batchPayResult: {
                /** @description Your number of it; null when the element had none. */
                clientPayNo: string | null;
                /** @description The HTTP status. */
                statusCode: number;
                /** @description What the single call would have answered. */
                body: components["schemas"]["PayOutcome"];
            }[];
        };
        BatchPayRequest: {
            /** @description The payments. */
            batchPayData: components["schemas"]["PayRequest"][];
        };
        BatchRefundAnswer: {
            /** @description One element for each refund, in the same order. */
            batchRefundResult: {
                /** @description Your number of it; null when the element had none. */
                clientRefundNo: string | null;
                /** @description The HTTP status. */
                statusCode: number;
                /** @description What the single call would have answered. */
                body: components["schemas"]["RefundOutcome"];
            }[];
        };
        BatchRefundRequest: {
            /** @description The refunds. */
            batchRefundData: components["schemas"]["RefundRequest"][];
        };
        ChangePayModeRequest: {
            /**
             * @description 1: takes payments.
             * @enum {integer}
             */
            isOpened?: 0 | 1;
            /** @description Its place on a screen. */
            uiOrder?: number;
            /**
             * @description 1: shown for paying fast.
             * @enum {integer}
             */
            isFastPay?: 0 | 1;
            /** @description What the connector must know of this merchant beyond the payee, a sub-merchant number for example: sent with every call. Secrets in it are shown masked. */
            connectorParams?: {
                [key: string]: unknown;
            };
        };
        ClosePayRequest: {
            /** @description Your number of the payment, unique for ever within your merchant. Compared character by character. */
            clientPayNo?: string;
            /** @description The gateway's number of the payment: digits, 1 first. */
            payTractionNo?: string;
            /** @description Whose `clientPayNo` it is, for staff of all merchants; without it the merchant of the token. */
            merchantUUID?: string;
        };
        ConnectorAnswer: {
            /** @description The number that was asked about. */
            tractionNo: string;
            /**
             * @description success, failed (this money has not moved and never will), or running
             * @enum {string}
             */
            ret: "success" | "running" | "failed";
            /** @description The connector's or the provider's number. */
            thirdOrderNo?: string | null;
            /** @description Why it failed; becomes `resultCode`. */
            thirdErrorReason?: string | null;
            /** @description When it was finished; stored in the trade record. */
            tradeFinishedAt?: string | null;
            /** @description When named, it must be ours. */
            payAmount?: number;
            /** @description When named, it must be ours. */
            refundAmount?: number;
        } & {
            [key: string]: unknown;
        };
        ConsoleSession: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description Whose it is. */
            subject: string;
            /**
             * @description What the caller is: a merchant, or of the staff.
             * @enum {string}
             */
            role: "merchant" | "view" | "support" | "operate" | "admin";
            /** @description The merchant; null for staff without one. */
            merchantUUID: string | null;
            /**
             * @description How the session was opened.
             * @enum {string}
             */
            via: "token" | "link" | "oidc";
            /** @description The other end of the connection that opened it. */
            address: string;
            /** @description What the browser says that it is. */
            userAgent: string;
            /** @description When it was opened. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description When it was used last, to the minute. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            lastSeenAt: string;
            /** @description When it ends, whatever its owner does. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            expiresAt: string;
            /** @description When it was ended by hand. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            revokedAt: string | null;
            /** @description 0 or 1. 1: the session that asks. */
            isCurrent: number;
        };
        ConsoleSessionList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["ConsoleSession"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        CurrentSession: {
            /** @description The id of the session. */
            uuid: string;
            /**
             * @description How the session was opened.
             * @enum {string}
             */
            via: "token" | "link" | "oidc";
            /** @description When it was opened. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description When it ends, whatever its owner does. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            expiresAt: string;
            /** @description When it ends if its owner does nothing. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            idleUntil: string;
        };
        EnvironmentAnswer: {
            /** @description true: the merchant is set up */
            ret: boolean;
        } & {
            [key: string]: unknown;
        };
        Error: {
            /** @description The error's name: one for each code. */
            name: string;
            /** @description The HTTP status. */
            statusCode: number;
            /** @description For programs: 9000 to 9503. */
            code: number;
            /** @description For people; names the field that is wrong. */
            message: string;
            /** @description The same as `message`. */
            description: string;
            /** @description Always empty. */
            stack: string;
            /** @description Finds the cause in the gateway's log. */
            requestId: string;
        };
        FoundOrder: {
            /**
             * @description By which of its numbers it was found; the whole number, or how it begins.
             * @enum {string}
             */
            matchedBy: "uuid" | "tractionNo" | "clientPayNo" | "clientRefundNo" | "thirdPayNo" | "thirdRefundNo" | "barcode" | "searchKey" | "amount";
            /**
             * @description What was found.
             * @enum {string}
             */
            kind: "payOrder" | "refundOrder";
            /** @description The payment, or the refund. */
            order: components["schemas"]["PayOrder"] | components["schemas"]["RefundOrder"];
        };
        GatewayFacts: {
            /** @description The version of this gateway. */
            version: string;
            /** @description The zone of every time on the wire. */
            timeZone: string;
            /** @description The largest payment, in fen. */
            maxPayAmount: number;
            /** @description 0 or 1. 1: the sandbox connectors run beside it. */
            hasSandbox: number;
        };
        Link: {
            /** @description Where this is. */
            href: string;
        } & {
            [key: string]: unknown;
        };
        Live: {
            /** @description live or stopping */
            status: string;
        };
        MaybeLink: {
            /** @description Where this is; null where there is none. */
            href: string | null;
        } & {
            [key: string]: unknown;
        };
        NoticeAnswer: {
            /** @description `success`: the notice was taken, or said what is known. */
            ret: string;
        };
        NotifyAttempt: {
            /** @description When it began. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            at: string;
            /** @description How far it came: refused (the address is not allowed), dns, connect, tls, sent, status (the answer is no 2xx), body (it does not say SUCCESS), ok. */
            phase: string;
            /** @description Of the answer, if there was one. */
            httpStatus: number | null;
            /** @description How long it took, ms. */
            durationMs: number;
            /** @description The address that it was sent to. */
            address: string | null;
            /** @description How the body of the answer begins. */
            answer: string | null;
            /** @description What went wrong. */
            error: string | null;
        };
        NotifyAttemptList: {
            /** @description The attempts, the first one first. */
            items: components["schemas"]["NotifyAttempt"][];
        };
        NotifyDelivery: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description The merchant. */
            merchantUUID: string;
            /** @description The endpoint. */
            notifyEndpointUUID: string;
            /** @description The `webhook-id` of the message, the same in every attempt and replay. */
            eventId: string;
            /** @description What happened: payment.succeeded and others. */
            type: string;
            /**
             * @description `open`: not taken yet, and sent again. `failed`: never taken, and not sent any more. `skipped`: never sent, because the endpoint was off or too far behind.
             * @enum {string}
             */
            status: "open" | "ok" | "failed" | "skipped";
            /** @description How often it was sent. */
            attempts: number;
            /** @description Why it was skipped: off, backlog. */
            reason: string | null;
            /** @description When it is sent next; null: not any more. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            nextAt: string | null;
            /** @description 0 or 1. 1: it was asked for once more. */
            isReplay: number;
            /** @description The payment that it is about. */
            payOrderUUID: string | null;
            /** @description The refund that it is about, if there is one. */
            refundOrderUUID: string | null;
            /** @description When it was written. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description The endpoint. */
            notifyEndpoint: components["schemas"]["Link"];
            /** @description The payment. */
            payOrder: components["schemas"]["MaybeLink"];
            /** @description The refund. */
            refundOrder: components["schemas"]["MaybeLink"];
            /** @description Its attempts. */
            attemptLog: components["schemas"]["Link"];
        };
        NotifyDeliveryList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["NotifyDelivery"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        NotifyEndpoint: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description The merchant. */
            merchantUUID: string;
            /**
             * @description `fixed`: gets the events of its merchant. `adhoc`: gets those of orders whose `notifyUrl` is of the same origin.
             * @enum {string}
             */
            kind: "fixed" | "adhoc";
            /** @description What you call it. */
            name: string;
            /** @description Where messages are posted to: https, at a public address unless `NOTIFY_ALLOW` says more. Of one that is `adhoc` its origin. */
            url: string;
            /** @description Which events; empty: all of them. */
            types: string[];
            /** @description Only events of these pay modes; empty: of all. */
            payModeUUIDs: string[];
            /** @description Only events of modes of these templates; empty: of all. */
            payTemplateIds: string[];
            /** @description `standard`: Standard Webhooks, JSON. `cn`: a flat JSON object with `sign`, as Chinese providers send it; `cnForm`: the same as a form. */
            format: string;
            /** @description What counts as taken: any answer 2xx, or 2xx whose body is `SUCCESS` or `success`. */
            ack: string;
            /** @description How `standard` messages are signed: HMAC-SHA256 (`v1`), ed25519 (`v1a`), or both. */
            signing: string;
            /** @description What checks `v1a` signatures, as `whpk_` and base64; null for `v1`. */
            publicKey: string | null;
            /** @description When a message that was not taken is sent again: `default` over 72 hours, `wechat` over 24 hours as WeChat Pay does, `custom` as `customSchedule` says. */
            schedule: string;
            /** @description Of `custom`: the seconds to wait after each attempt that failed. */
            customSchedule: number[];
            /** @description How long one attempt may take, ms. */
            timeoutMs: number;
            /** @description Messages that are sent at the same time, at most. */
            maxInFlight: number;
            /** @description Messages in a second, at most; null: no limit. */
            ratePerS: number | null;
            /** @description PEM of a certificate authority of your own, trusted beside the well-known ones; null: none. */
            ca: string | null;
            /**
             * @description `off`: the gateway has stopped sending, and says why in `offReason`.
             * @enum {string}
             */
            status: "on" | "paused" | "off";
            /** @description Why it is off. */
            offReason: string | null;
            /** @description When it was switched off. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            offAt: string | null;
            /** @description 0 or 1. 1: it answers slowly or fails, and is sent to apart from the others. */
            isSlow: number;
            /** @description Since when messages fail. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            failingSince: string | null;
            /** @description When a message was last taken. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            lastOkAt: string | null;
            /** @description How long it takes to answer, ms, a moving average. */
            averageMs: number;
            /** @description Messages that are not taken yet, nearly. */
            waiting: number;
            /** @description Until when the secret before the last rotation signs as well. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            oldSecretUntil: string | null;
            /** @description The version of the message bodies, that of the day it was made. */
            version: number;
            /** @description When it was made. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description When it was last changed. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            modifiedAt: string;
            /** @description What was sent to it. */
            notifyDeliveries: components["schemas"]["Link"];
        };
        NotifyEndpointChange: {
            /** @description Where messages are posted to: https, at a public address unless `NOTIFY_ALLOW` says more. */
            url?: string;
            /** @description What you call it. */
            name?: string;
            /**
             * @description `standard`: Standard Webhooks, JSON. `cn`: a flat JSON object with `sign`, as Chinese providers send it; `cnForm`: the same as a form.
             * @enum {string}
             */
            format?: "standard" | "cn" | "cnForm";
            /** @description Which events; empty: all of them. */
            types?: ("payment.succeeded" | "payment.failed" | "payment.closed" | "payment.refunded" | "payment.reviewNeeded" | "refund.succeeded" | "refund.failed" | "refund.reviewNeeded" | "exception.opened" | "exception.resolved" | "endpoint.failing" | "endpoint.disabled" | "endpoint.recovered" | "endpoint.test")[];
            /** @description Only events of these pay modes; empty: of all. */
            payModeUUIDs?: string[];
            /** @description Only events of modes of these templates; empty: of all. */
            payTemplateIds?: string[];
            /**
             * @description What counts as taken: any answer 2xx, or 2xx whose body is `SUCCESS` or `success`.
             * @enum {string}
             */
            ack?: "2xx" | "success";
            /**
             * @description How `standard` messages are signed: HMAC-SHA256 (`v1`), ed25519 (`v1a`), or both.
             * @enum {string}
             */
            signing?: "v1" | "v1a" | "both";
            /**
             * @description When a message that was not taken is sent again: `default` over 72 hours, `wechat` over 24 hours as WeChat Pay does, `custom` as `customSchedule` says.
             * @enum {string}
             */
            schedule?: "default" | "wechat" | "custom";
            /** @description Of `custom`: the seconds to wait after each attempt that failed. */
            customSchedule?: number[];
            /** @description How long one attempt may take, ms. */
            timeoutMs?: number;
            /** @description Messages that are sent at the same time, at most. */
            maxInFlight?: number;
            /** @description Messages in a second, at most; null: no limit. */
            ratePerS?: number | null;
            /** @description PEM of a certificate authority of your own, trusted beside the well-known ones; null: none. */
            ca?: string | null;
            /**
             * @description `paused`: messages wait. `on`: they are sent, also after it went `off`.
             * @enum {string}
             */
            status?: "on" | "paused";
        };
        NotifyEndpointList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["NotifyEndpoint"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        NotifyEndpointRequest: {
            /** @description Where messages are posted to: https, at a public address unless `NOTIFY_ALLOW` says more. */
            url: string;
            /**
             * @description `fixed`: gets the events of its merchant. `adhoc`: gets those of orders whose `notifyUrl` is of the same origin.
             * @enum {string}
             */
            kind?: "fixed" | "adhoc";
            /** @description What you call it. */
            name?: string;
            /**
             * @description `standard`: Standard Webhooks, JSON. `cn`: a flat JSON object with `sign`, as Chinese providers send it; `cnForm`: the same as a form.
             * @enum {string}
             */
            format?: "standard" | "cn" | "cnForm";
            /** @description Which events; empty: all of them. */
            types?: ("payment.succeeded" | "payment.failed" | "payment.closed" | "payment.refunded" | "payment.reviewNeeded" | "refund.succeeded" | "refund.failed" | "refund.reviewNeeded" | "exception.opened" | "exception.resolved" | "endpoint.failing" | "endpoint.disabled" | "endpoint.recovered" | "endpoint.test")[];
            /** @description Only events of these pay modes; empty: of all. */
            payModeUUIDs?: string[];
            /** @description Only events of modes of these templates; empty: of all. */
            payTemplateIds?: string[];
            /**
             * @description What counts as taken: any answer 2xx, or 2xx whose body is `SUCCESS` or `success`.
             * @enum {string}
             */
            ack?: "2xx" | "success";
            /**
             * @description How `standard` messages are signed: HMAC-SHA256 (`v1`), ed25519 (`v1a`), or both.
             * @enum {string}
             */
            signing?: "v1" | "v1a" | "both";
            /**
             * @description When a message that was not taken is sent again: `default` over 72 hours, `wechat` over 24 hours as WeChat Pay does, `custom` as `customSchedule` says.
             * @enum {string}
             */
            schedule?: "default" | "wechat" | "custom";
            /** @description Of `custom`: the seconds to wait after each attempt that failed. */
            customSchedule?: number[];
            /** @description How long one attempt may take, ms. */
            timeoutMs?: number;
            /** @description Messages that are sent at the same time, at most. */
            maxInFlight?: number;
            /** @description Messages in a second, at most; null: no limit. */
            ratePerS?: number | null;
            /** @description PEM of a certificate authority of your own, trusted beside the well-known ones; null: none. */
            ca?: string | null;
            /** @description The merchant. Only who may see all merchants may name another than that of its token. */
            merchantUUID?: string;
            /** @description A link whose last segment is the merchant's UUID. */
            merchantHref?: string;
        };
        NotifyEndpointWithSecret: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description The merchant. */
            merchantUUID: string;
            /**
             * @description `fixed`: gets the events of its merchant. `adhoc`: gets those of orders whose `notifyUrl` is of the same origin.
             * @enum {string}
             */
            kind: "fixed" | "adhoc";
            /** @description What you call it. */
            name: string;
            /** @description Where messages are posted to: https, at a public address unless `NOTIFY_ALLOW` says more. Of one that is `adhoc` its origin. */
            url: string;
            /** @description Which events; empty: all of them. */
            types: string[];
            /** @description Only events of these pay modes; empty: of all. */
            payModeUUIDs: string[];
            /** @description Only events of modes of these templates; empty: of all. */
            payTemplateIds: string[];
            /** @description `standard`: Standard Webhooks, JSON. `cn`: a flat JSON object with `sign`, as Chinese providers send it; `cnForm`: the same as a form. */
            format: string;
            /** @description What counts as taken: any answer 2xx, or 2xx whose body is `SUCCESS` or `success`. */
            ack: string;
            /** @description How `standard` messages are signed: HMAC-SHA256 (`v1`), ed25519 (`v1a`), or both. */
            signing: string;
            /** @description What checks `v1a` signatures, as `whpk_` and base64; null for `v1`. */
            publicKey: string | null;
            /** @description When a message that was not taken is sent again: `default` over 72 hours, `wechat` over 24 hours as WeChat Pay does, `custom` as `customSchedule` says. */
            schedule: string;
            /** @description Of `custom`: the seconds to wait after each attempt that failed. */
            customSchedule: number[];
            /** @description How long one attempt may take, ms. */
            timeoutMs: number;
            /** @description Messages that are sent at the same time, at most. */
            maxInFlight: number;
            /** @description Messages in a second, at most; null: no limit. */
            ratePerS: number | null;
            /** @description PEM of a certificate authority of your own, trusted beside the well-known ones; null: none. */
            ca: string | null;
            /**
             * @description `off`: the gateway has stopped sending, and says why in `offReason`.
             * @enum {string}
             */
            status: "on" | "paused" | "off";
            /** @description Why it is off. */
            offReason: string | null;
            /** @description When it was switched off. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            offAt: string | null;
            /** @description 0 or 1. 1: it answers slowly or fails, and is sent to apart from the others. */
            isSlow: number;
            /** @description Since when messages fail. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            failingSince: string | null;
            /** @description When a message was last taken. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            lastOkAt: string | null;
            /** @description How long it takes to answer, ms, a moving average. */
            averageMs: number;
            /** @description Messages that are not taken yet, nearly. */
            waiting: number;
            /** @description Until when the secret before the last rotation signs as well. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            oldSecretUntil: string | null;
            /** @description The version of the message bodies, that of the day it was made. */
            version: number;
            /** @description When it was made. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description When it was last changed. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            modifiedAt: string;
            /** @description What was sent to it. */
            notifyDeliveries: components["schemas"]["Link"];
            /** @description What signs its messages, as `whsec_` and base64. Shown this once. */
            secret: string;
        };
        NotifyEvent: {
            /** @description `evt_` and the id of the trade record: the `webhook-id` of its message. */
            id: string;
            /** @description What happened. */
            type: string;
            /** @description When it happened, RFC 3339. */
            timestamp: string;
            /** @description What a message about it says. */
            data: {
                [key: string]: unknown;
            };
        };
        NotifyEventList: {
            /** @description The events, in the order of their commits. */
            items: components["schemas"]["NotifyEvent"][];
            /** @description Where the next answer begins: its `after`. It is there when there are no items, too. */
            next: string;
            /** @description Whether to ask again at once. */
            more: boolean;
        };
        NotifyMessage: {
            /** @description What happened. */
            type: string;
            /** @description When it happened, RFC 3339. */
            timestamp: string;
            /** @description The order as it was then: its numbers, status and amounts, and `sequence`, the number of the event within its order. Receivers drop what has a lower one than they have seen. */
            data: {
                [key: string]: unknown;
            };
        };
        NotifyReplay: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description The merchant. */
            merchantUUID: string;
            /** @description The endpoint. */
            notifyEndpointUUID: string;
            /**
             * @description Whether messages are being written.
             * @enum {string}
             */
            status: "running" | "paused" | "done" | "stopped";
            /**
             * @description `failed`: events whose message failed or was skipped, and was never taken. `missing`: all that were never taken, also those from before the endpoint. `all`: every event.
             * @enum {string}
             */
            only: "failed" | "missing" | "all";
            /**
             * @description `asOfThen`: the same bodies as then. `asOfNow`: with the status that the order has now.
             * @enum {string}
             */
            state: "asOfThen" | "asOfNow";
            /** @description Which events; empty: all of the endpoint. */
            types: string[];
            /** @description Events of this time or later. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            from: string;
            /** @description Events of this time or earlier. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            to: string;
            /** @description Events that matched when it was asked for. */
            total: number;
            /** @description Messages that were written so far. */
            sent: number;
            /** @description Who asked for it. */
            createdBy: string;
            /** @description When it was asked for. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description When the last message was written. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            endedAt: string | null;
            /** @description The endpoint. */
            notifyEndpoint: components["schemas"]["Link"];
        };
        NotifyReplayChange: {
            /**
             * @description `stopped` is for ever.
             * @enum {string}
             */
            status: "running" | "paused" | "stopped";
        };
        NotifyReplayForecast: {
            /** @description Messages that would be written. */
            willSend: number;
            /** @description The same, by type. */
            byType: {
                [key: string]: number;
            };
        };
        NotifyReplayList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["NotifyReplay"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        NotifyReplayRequest: {
            /** @description Events of this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
            from: string;
            /** @description Events of this time or earlier; without it until now. Of two such moments the later. */
            to?: string;
            /** @description Only these of the types of the endpoint; empty: all. */
            types?: ("payment.succeeded" | "payment.failed" | "payment.closed" | "payment.refunded" | "payment.reviewNeeded" | "refund.succeeded" | "refund.failed" | "refund.reviewNeeded" | "exception.opened" | "exception.resolved")[];
            /**
             * @description `failed`: events whose message failed or was skipped, and was never taken. `missing`: all that were never taken, also those from before the endpoint. `all`: every event.
             * @enum {string}
             */
            only?: "failed" | "missing" | "all";
            /**
             * @description `asOfThen`: the same bodies as then. `asOfNow`: with the status that the order has now.
             * @enum {string}
             */
            state?: "asOfThen" | "asOfNow";
            /**
             * @description 1: only says what it would come to.
             * @enum {integer}
             */
            dryRun?: 0 | 1;
        };
        OpenPayModeRequest: {
            /** @description A link whose last segment is the merchant's UUID. */
            merchantHref?: string;
            /** @description The merchant. Only who may see all merchants may name another than that of its token. */
            merchantUUID?: string;
            /** @description The template that describes the mode. */
            payTemplateId?: string;
            /**
             * @description 1: takes payments.
             * @enum {integer}
             */
            isOpened?: 0 | 1;
            /** @description Its place on a screen. */
            uiOrder?: number;
            /**
             * @description 1: shown for paying fast.
             * @enum {integer}
             */
            isFastPay?: 0 | 1;
            /** @description What the connector must know of this merchant beyond the payee, a sub-merchant number for example: sent with every call. Secrets in it are shown masked. */
            connectorParams?: {
                [key: string]: unknown;
            };
            /** @description What people call it. */
            name?: string;
            /** @description For people. */
            description?: string;
            /** @description Asked whether a merchant is set up, before it opens a mode. */
            checkEnvUrl?: string;
            /** @description Where the connector takes payments. */
            payUrl?: string;
            /** @description Where the connector takes refunds. */
            refundUrl?: string;
            /** @description Where the connector says what became of a payment or refund. */
            queryUrl?: string;
            /** @description Where the connector closes a payment whose time is over. */
            cancelUrl?: string;
            /** @description Keeps who the connector is when its addresses change: name it in every registration with a payUrl; empty: the origin and path of payUrl say it. */
            connectorId?: string;
            /** @description A picture for screens. */
            iconHref?: string;
            /** @description Hours in which a payment may still be carried out. */
            orderValidTime?: number;
            /** @description The same in seconds, 10 or more; 0: the hours count. */
            orderValidSeconds?: number;
            /**
             * @description 1: a connector decides; 0: recorded, not charged: the money changed hands at the till.
             * @enum {integer}
             */
            isOnline?: 0 | 1;
            /**
             * @description 1: on account; 0: paid.
             * @enum {integer}
             */
            isSignAccount?: 0 | 1;
            /**
             * @description 1: the connector reports the end by a notice.
             * @enum {integer}
             */
            isAsyncNotify?: 0 | 1;
            /**
             * @description 1: by a third party such as WeChat.
             * @enum {integer}
             */
            isThridPay?: 0 | 1;
            /** @description The third party, for screens. */
            payChannel?: string;
            /** @description How it is paid there, for screens. */
            payWay?: string;
            /**
             * @description 1: the connector treats a repeated `tractionNo` as the same payment.
             * @enum {integer}
             */
            isIdempotent?: 0 | 1;
            /** @description How long the connector may take for one call, ms. */
            timeoutMs?: number;
            /** @description Calls at the same time, at most, for each worker process. */
            maxConcurrency?: number;
            /** @description Signs calls and notices (Standard Webhooks); never answered; empty: none. */
            notifySecret?: string;
            /** @description Keys of payParams that only the connector may read, beside payBarCode. */
            secretParams?: string[];
            /** @description By what its payments are found besides their numbers: names of fields of `clientExtraParams` whose texts or numbers are searched for, and `payBarCode` for the whole barcode, of which only a code is stored. Each one costs every payment a row. */
            searchKeys?: string[];
            /**
             * @description What becomes of money that arrives after its order was closed.
             * @enum {string}
             */
            lateSuccessPolicy?: "reverse" | "accept" | "review";
            /**
             * @description 1: `payData` of a payment is deleted once it is final.
             * @enum {integer}
             */
            dropsPayData?: 0 | 1;
            /**
             * @description Whether money moves. `real`: it does, cash and on account too; `sandbox`: the built-in sandbox, it does not; `stub`: an imitation of a third party for tests, it does not.
             * @enum {string}
             */
            connectorKind?: "real" | "sandbox" | "stub";
        };
        PayAnswer: {
            /** @description That the request was taken; what happened is in `data.status`. */
            ret: string;
            /**
             * @description How it was carried out.
             * @enum {string}
             */
            businessRet: "syncOnlinePay" | "asyncOnlinePay" | "offlinePay";
            /** @description The payment. */
            data: components["schemas"]["PayOrder"];
        };
        PayCall: {
            /** @description Who pays. */
            payer: string;
            /** @description Who is paid: a link that ends in the merchant's UUID. */
            payee: string;
            /** @description fen */
            payAmount: number;
            /** @description The gateway's number of the payment: digits, 1 first. */
            tractionNo: string;
            /** @description The shop's number of the payment, unique for ever within its merchant. */
            clientPayNo: string;
            /** @description When the order began. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            orderStartAt: string;
            /** @description After this it is not sent any more. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            orderExpiredAt: string;
            /** @description What this way to pay needs, as it was sent. */
            payParams: {
                [key: string]: unknown;
            };
            /** @description What else the shop wants to keep with it, as it was sent. */
            clientExtraParams: {
                [key: string]: unknown;
            };
            /** @description When paying began. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            payStartAt: string;
            /** @description Which till asked for it, if it says. */
            terminal?: {
                [key: string]: unknown;
            };
            /** @description The mode's `connectorParams`; only where it has some. */
            connectorParams?: {
                [key: string]: unknown;
            };
            /** @description Where to send a notice; only in modes with `isAsyncNotify` 1. */
            notifyUrl?: string;
        };
        PayMode: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description The template that the mode was opened from, if any. */
            payTemplateId: string | null;
            /** @description What people call it. */
            name: string;
            /** @description For people. */
            description: string | null;
            /** @description Asked whether a merchant is set up, before it opens a mode. */
            checkEnvUrl: string | null;
            /** @description Where the connector takes payments. */
            payUrl: string | null;
            /** @description Where the connector takes refunds. */
            refundUrl: string | null;
            /** @description Where the connector says what became of a payment or refund. */
            queryUrl: string | null;
            /** @description Where the connector closes a payment whose time is over. */
            cancelUrl: string | null;
            /** @description Who the connector is, whatever its addresses; without it the origin and path of `payUrl` say it. */
            connectorId: string | null;
            /** @description A picture for screens. */
            iconHref: string | null;
            /** @description Hours in which a payment may still be carried out. */
            orderValidTime: number;
            /** @description The same in seconds, 10 or more; 0: the hours count. */
            orderValidSeconds: number;
            /** @description 0 or 1. 1: a connector decides; 0: recorded, not charged: the money changed hands at the till. */
            isOnline: number;
            /** @description 0 or 1. 1: on account; 0: paid. */
            isSignAccount: number;
            /** @description 0 or 1. 1: the connector reports the end by a notice. */
            isAsyncNotify: number;
            /** @description 0 or 1. 1: by a third party such as WeChat. */
            isThridPay: number;
            /** @description The third party, for screens. */
            payChannel: string | null;
            /** @description How it is paid there, for screens. */
            payWay: string | null;
            /** @description 0 or 1. 1: the connector treats a repeated `tractionNo` as the same payment. */
            isIdempotent: number;
            /** @description How long the connector may take for one call, ms. */
            timeoutMs: number;
            /** @description Calls at the same time, at most, for each worker process. */
            maxConcurrency: number;
            /** @description 0 or 1. 1: calls and notices are signed. */
            hasNotifySecret: number;
            /** @description Keys of payParams that only the connector may read, beside payBarCode. */
            secretParams: string[];
            /** @description By what its payments are found besides their numbers: names of fields of `clientExtraParams` whose texts or numbers are searched for, and `payBarCode` for the whole barcode, of which only a code is stored. Each one costs every payment a row. */
            searchKeys: string[];
            /**
             * @description What becomes of money that arrives after its order was closed.
             * @enum {string}
             */
            lateSuccessPolicy: "reverse" | "accept" | "review";
            /** @description 0 or 1. 1: `payData` of a payment is deleted once it is final. */
            dropsPayData: number;
            /**
             * @description Whether money moves. `real`: it does, cash and on account too; `sandbox`: the built-in sandbox, it does not; `stub`: an imitation of a third party for tests, it does not.
             * @enum {string}
             */
            connectorKind: "real" | "sandbox" | "stub";
            /** @description 0 or 1. 1: shown for paying fast. */
            isFastPay: number;
            /** @description 0 or 1. 1: takes payments. */
            isOpened: number;
            /** @description Its place on a screen. */
            uiOrder: number;
            /** @description What the connector must know of this merchant beyond the payee, a sub-merchant number for example: sent with every call. Secrets in it are shown masked. */
            connectorParams: {
                [key: string]: unknown;
            };
            /** @description The merchant. */
            merchantUUID: string;
            /** @description When it was written. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description When it last changed. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            modifiedAt: string;
            /** @description The merchant, in the system where merchants live. */
            merchant: components["schemas"]["Link"];
            /** @description The template that the mode was opened from, if any. */
            payModeTemplate: components["schemas"]["MaybeLink"];
            /** @description Its payments. */
            payOrders: components["schemas"]["Link"];
            /** @description Its refunds. */
            refundOrders: components["schemas"]["Link"];
            /** @description Its history. */
            tradeRecords: components["schemas"]["Link"];
        };
        PayModeList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["PayMode"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        PayModeOffer: {
            /** @description The id of the mode; absent while it is not created. */
            uuid?: string;
            /** @description The merchant; absent while the mode is not created. */
            merchantUUID?: string;
            /** @description The template, a way to pay that the gateway knows. */
            payTemplateId: string | null;
            /** @description What people call it. */
            name: string;
            /** @description For people. */
            description: string | null;
            /** @description Asked whether a merchant is set up, before it opens a mode. */
            checkEnvUrl: string | null;
            /** @description Where the connector takes payments. */
            payUrl: string | null;
            /** @description Where the connector takes refunds. */
            refundUrl: string | null;
            /** @description A picture for screens. */
            iconHref: string | null;
            /** @description Hours in which a payment may still be carried out. */
            orderValidTime: number;
            /** @description The same in seconds, 10 or more; 0: the hours count. */
            orderValidSeconds: number;
            /** @description 0 or 1. 1: a connector decides; 0: recorded, not charged: the money changed hands at the till. */
            isOnline: number;
            /** @description 0 or 1. 1: on account; 0: paid. */
            isSignAccount: number;
            /** @description 0 or 1. 1: the connector reports the end by a notice. */
            isAsyncNotify: number;
            /** @description 0 or 1. 1: by a third party such as WeChat. */
            isThridPay: number;
            /** @description The third party, for screens. */
            payChannel: string | null;
            /** @description How it is paid there, for screens. */
            payWay: string | null;
            /**
             * @description Whether money moves. `real`: it does, cash and on account too; `sandbox`: the built-in sandbox, it does not; `stub`: an imitation of a third party for tests, it does not.
             * @enum {string}
             */
            connectorKind: "real" | "sandbox" | "stub";
            /** @description Its place on a screen. */
            uiOrder?: number;
            /** @description 0 or 1. 1: takes payments. */
            isOpened: number;
            /** @description 0 or 1. 1: shown for paying fast. */
            isFastPay: number;
            /** @description 0 or 1. 1: the merchant has this mode, 0: not yet */
            hasCreated: number;
        };
        PayModeTemplate: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description Names the template: a way to pay that the gateway knows. */
            payTemplateId: string;
            /** @description What people call it. */
            name: string;
            /** @description For people. */
            description: string | null;
            /** @description Asked whether a merchant is set up, before it opens a mode. */
            checkEnvUrl: string | null;
            /** @description Where the connector takes payments. */
            payUrl: string | null;
            /** @description Where the connector takes refunds. */
            refundUrl: string | null;
            /** @description Where the connector says what became of a payment or refund. */
            queryUrl: string | null;
            /** @description Where the connector closes a payment whose time is over. */
            cancelUrl: string | null;
            /** @description Who the connector is, whatever its addresses; without it the origin and path of `payUrl` say it. */
            connectorId: string | null;
            /** @description A picture for screens. */
            iconHref: string | null;
            /** @description Hours in which a payment may still be carried out. */
            orderValidTime: number;
            /** @description The same in seconds, 10 or more; 0: the hours count. */
            orderValidSeconds: number;
            /** @description 0 or 1. 1: a connector decides; 0: recorded, not charged: the money changed hands at the till. */
            isOnline: number;
            /** @description 0 or 1. 1: on account; 0: paid. */
            isSignAccount: number;
            /** @description 0 or 1. 1: the connector reports the end by a notice. */
            isAsyncNotify: number;
            /** @description 0 or 1. 1: by a third party such as WeChat. */
            isThridPay: number;
            /** @description The third party, for screens. */
            payChannel: string | null;
            /** @description How it is paid there, for screens. */
            payWay: string | null;
            /** @description 0 or 1. 1: the connector treats a repeated `tractionNo` as the same payment. */
            isIdempotent: number;
            /** @description How long the connector may take for one call, ms. */
            timeoutMs: number;
            /** @description Calls at the same time, at most, for each worker process. */
            maxConcurrency: number;
            /** @description 0 or 1. 1: calls and notices are signed. */
            hasNotifySecret: number;
            /** @description Keys of payParams that only the connector may read, beside payBarCode. */
            secretParams: string[];
            /** @description By what its payments are found besides their numbers: names of fields of `clientExtraParams` whose texts or numbers are searched for, and `payBarCode` for the whole barcode, of which only a code is stored. Each one costs every payment a row. */
            searchKeys: string[];
            /**
             * @description What becomes of money that arrives after its order was closed.
             * @enum {string}
             */
            lateSuccessPolicy: "reverse" | "accept" | "review";
            /** @description 0 or 1. 1: `payData` of a payment is deleted once it is final. */
            dropsPayData: number;
            /**
             * @description Whether money moves. `real`: it does, cash and on account too; `sandbox`: the built-in sandbox, it does not; `stub`: an imitation of a third party for tests, it does not.
             * @enum {string}
             */
            connectorKind: "real" | "sandbox" | "stub";
            /**
             * @description Modes of a disabled template take no payments, and no merchant can open one.
             * @enum {string}
             */
            status: "enabled" | "disabled";
            /** @description When it was written. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description When it last changed. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            modifiedAt: string;
            /** @description The modes that were opened from it. */
            payModes: components["schemas"]["Link"];
            /** @description Its payments. */
            payOrders: components["schemas"]["Link"];
            /** @description Its refunds. */
            refundOrders: components["schemas"]["Link"];
            /** @description Its history. */
            tradeRecords: components["schemas"]["Link"];
        };
        PayModeTemplateList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["PayModeTemplate"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        PayOrder: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description The merchant. */
            merchantUUID: string;
            /** @description Who pays. */
            payer: string;
            /** @description Who is paid: a link that ends in the merchant's UUID. */
            payee: string;
            /** @description fen */
            payAmount: number;
            /** @description The gateway's number of the payment: digits, 1 first. */
            tractionNo: string;
            /** @description Your number of the payment, unique for ever within your merchant. Compared character by character. */
            clientPayNo: string;
            /** @description When the order began. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            orderStartAt: string;
            /** @description After this it is not sent to the connector any more. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            orderExpiredAt: string;
            /** @description What this way to pay needs. Goes to the connector as it is; barcodes are masked here. */
            payParams: {
                [key: string]: unknown;
            };
            /** @description What else you want to keep with it. Goes to the connector as it is. */
            clientExtraParams: {
                [key: string]: unknown;
            };
            /** @description Which till asked for it: `id` is your name of it, `ip` its address. Goes to the connector. Null where the request did not say. */
            terminal: {
                [key: string]: unknown;
            } | null;
            /** @description What the till shall show, as the connector says: the URL of a QR code, a redirect, parameters of JSAPI. Null where there is nothing. */
            payData: {
                [key: string]: unknown;
            } | null;
            /** @description The connector's number, once it is known. */
            thirdPayNo: string | null;
            /** @description What the connector said: empty after success, the reason after a failure; null before, and offline. */
            resultCode: string | null;
            /** @description The pay mode. */
            payModeUUID: string;
            /** @description What the mode was called when it was paid. */
            payModeName: string;
            /** @description The template of the mode, if it has one. */
            payTemplateId: string | null;
            /** @description The third party, for screens. */
            payChannel: string | null;
            /** @description How it was paid there, for screens. */
            payWay: string | null;
            /** @description When paying began. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            payStartAt: string;
            /** @description When it became final. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            payFinishAt: string | null;
            /** @description fen sent back so far */
            refundAmount: number;
            /** @description When something was last sent back. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            lastRefundAt: string | null;
            /** @description What became of the payment; `paying`: not known yet. */
            status: components["schemas"]["PayStatus"];
            /** @description When it was written. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description When it last changed. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            modifiedAt: string;
            /** @description Where it stands; null once it is final. */
            pending: components["schemas"]["Pending"];
            /** @description The mode that it was paid in. */
            payMode: components["schemas"]["Link"];
            /** @description Its refunds. */
            refundOrders: components["schemas"]["Link"];
            /** @description Its history. */
            tradeRecords: components["schemas"]["Link"];
        };
        PayOrderList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["PayOrder"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        /** @description What `pay` would have answered. */
        PayOutcome: components["schemas"]["PayAnswer"] | components["schemas"]["Error"];
        PayRequest: {
            /** @description The pay mode. */
            payModeUUID: string;
            /** @description Who pays. */
            payer: string;
            /** @description Who is paid: a link that ends in the merchant's UUID. */
            payee: string;
            /** @description fen */
            payAmount: number;
            /** @description Your number of the payment, unique for ever within your merchant. Compared character by character. */
            clientPayNo: string;
            /** @description How long it may be carried out, in seconds; without it as long as the mode says. */
            validSeconds?: number;
            /** @description Which till asked for it: `id` is your name of it, `ip` its address. Goes to the connector. */
            terminal?: {
                id?: string;
                ip?: string;
            };
            /** @description Where messages about it are posted to, beside your `notifyEndpoints`: https, at a public address unless `NOTIFY_ALLOW` says more. At most 20 origins of a merchant; each has an `adhoc` endpoint, whose `rotateSecret` shows what signs its messages. */
            notifyUrl?: string;
            /** @description What this way to pay needs. Goes to the connector as it is; answers show barcodes masked. */
            payParams?: {
                [key: string]: unknown;
            };
            /** @description What else you want to keep with it. Goes to the connector as it is. */
            clientExtraParams?: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        PayStatus: "unpay" | "paying" | "payed" | "payFailed" | "partRefunded" | "refunded";
        Pending: {
            /** @description What the last attempt found; null: there was none yet. */
            lastOutcome?: string | null;
            /** @description Attempts so far. */
            attempts?: number;
            /** @description Whether an attempt is in progress now. */
            isAsking?: boolean;
            /** @description When the next attempt is due. */
            nextLookAt?: string | null;
            /** @description Why a person should review it; null: nobody needs to. */
            reviewReason?: string | null;
            /** @description When a person is asked if nothing is learnt until then; null: a person is asked already. */
            reviewAt?: string | null;
            /** @description How many attempts are made until `reviewAt`, an estimate; null where that is null. */
            attemptsLeft?: number | null;
        } | null;
        QueryAnswer: {
            /** @description The number that was asked about. */
            tractionNo: string;
            /**
             * @description success, failed (this money has not moved and never will), or running; notFound: this number never came
             * @enum {string}
             */
            ret: "success" | "running" | "failed" | "notFound";
            /** @description The connector's or the provider's number. */
            thirdOrderNo?: string | null;
            /** @description Why it failed; becomes `resultCode`. */
            thirdErrorReason?: string | null;
            /** @description When it was finished; stored in the trade record. */
            tradeFinishedAt?: string | null;
            /** @description When named, it must be ours. */
            payAmount?: number;
            /** @description When named, it must be ours. */
            refundAmount?: number;
        } & {
            [key: string]: unknown;
        };
        QueryCall: {
            /** @description The gateway's number: digits, 1 first for payments and 2 for refunds. */
            tractionNo: string;
            /** @description The shop's number of the payment, unique for ever within its merchant. */
            clientPayNo: string;
            /** @description The connector's own number, once it is known. */
            thirdPayNo: string | null;
            /** @description The connector's own number, once it is known. */
            thirdRefundNo?: string | null;
            /** @description The mode's `connectorParams`; only where it has some. */
            connectorParams?: {
                [key: string]: unknown;
            };
        };
        Ready: {
            /** @description ready, notReady or stopping */
            status: string;
            /** @description How each part is. */
            parts: {
                /** @description ok, or what is wrong */
                database: string;
                /** @description ok, or how many are missing */
                migrations: string;
                /** @description ok, or what is wrong */
                queue: string;
                /** @description of tokens: ok, or their age in seconds when they cannot be fetched */
                keys: string;
            };
        };
        RefundAnswer: {
            /** @description That the request was taken; what happened is in `data.status`. */
            ret: string;
            /**
             * @description How it was carried out.
             * @enum {string}
             */
            businessRet: "syncOnlineRefund" | "asyncOnlineRefund" | "offlineRefund";
            /** @description The refund. */
            data: components["schemas"]["RefundOrder"];
        };
        RefundCall: {
            /** @description The shop's number of the refund, unique for ever within its merchant. */
            clientRefundNo: string;
            /** @description The gateway's number of the refund: digits, 2 first. */
            tractionNo: string;
            /** @description The `tractionNo` of the payment. */
            payTractionNo: string;
            /** @description The connector's own number of the payment, once it is known. */
            thirdPayNo: string | null;
            /** @description Who was paid: a link that ends in the merchant's UUID. */
            payee: string;
            /** @description fen */
            payAmount: number;
            /** @description fen */
            refundAmount: number;
            /**
             * @description 1: calls the whole payment off (撤销).
             * @enum {integer}
             */
            isCancel: 0 | 1;
            /** @description What else the shop wants to keep with it, as it was sent. */
            clientExtraParams: {
                [key: string]: unknown;
            };
            /** @description The mode's `connectorParams`; only where it has some. */
            connectorParams?: {
                [key: string]: unknown;
            };
            /** @description Where to send a notice; only in modes with `isAsyncNotify` 1. */
            notifyUrl?: string;
        };
        RefundOrder: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description The merchant. */
            merchantUUID: string;
            /** @description fen */
            refundAmount: number;
            /** @description 0 or 1. 1: calls the whole payment off (撤销). */
            isCancel: number;
            /** @description The gateway's number of the refund: digits, 2 first. */
            tractionNo: string;
            /** @description The `tractionNo` of the payment. */
            payTractionNo: string;
            /** @description Your number of the refund, unique for ever within your merchant. Compared character by character. */
            clientRefundNo: string;
            /** @description What else you want to keep with it. Goes to the connector as it is. */
            clientExtraParams: {
                [key: string]: unknown;
            };
            /** @description The connector's number, once it is known. */
            thirdRefundNo: string | null;
            /** @description What the connector said: empty after success, the reason after a failure; null before, and offline. */
            resultCode: string | null;
            /** @description When the refund began. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            refundStartAt: string;
            /** @description When it became final. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            refundFinishAt: string | null;
            /** @description What became of the refund; `refunding`: not known yet. */
            status: components["schemas"]["RefundStatus"];
            /** @description When it was written. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description When it last changed. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            modifiedAt: string;
            /** @description The payment. */
            payOrderUUID: string;
            /** @description The pay mode of the payment. */
            payModeUUID: string;
            /** @description The template of the mode, if it has one. */
            payTemplateId: string | null;
            /** @description 0 or 1. 1: the gateway sends late money back. */
            isReversal: number;
            /** @description Where it stands; null once it is final. */
            pending: components["schemas"]["Pending"];
            /** @description The payment. */
            payOrder: components["schemas"]["Link"];
            /** @description The mode that it was paid in. */
            payMode: components["schemas"]["Link"];
            /** @description Its history. */
            tradeRecords: components["schemas"]["Link"];
        };
        RefundOrderList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["RefundOrder"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        /** @description What `refund` would have answered. */
        RefundOutcome: components["schemas"]["RefundAnswer"] | components["schemas"]["Error"];
        RefundRequest: {
            /** @description The `tractionNo` of the payment. */
            payTractionNo: string;
            /** @description Your number of the refund, unique for ever within your merchant. Compared character by character. */
            clientRefundNo: string;
            /** @description fen; without it all that is left */
            refundAmount?: number;
            /**
             * @description 1: calls the whole payment off (撤销).
             * @enum {integer}
             */
            isCancel?: 0 | 1;
            /** @description Where messages about it are posted to, beside your `notifyEndpoints`: https, at a public address unless `NOTIFY_ALLOW` says more. At most 20 origins of a merchant; each has an `adhoc` endpoint, whose `rotateSecret` shows what signs its messages. */
            notifyUrl?: string;
            /** @description What else you want to keep with it. Goes to the connector as it is. */
            clientExtraParams?: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        RefundStatus: "unRefunded" | "refunding" | "refunded" | "refundFailed";
        RegisterTemplateRequest: {
            /** @description The id that a new template gets; it keeps it. */
            uuid?: string;
            /** @description Names the template: a way to pay that the gateway knows. */
            payTemplateId: string;
            /** @description What people call it. */
            name: string;
            /** @description For people. */
            description?: string;
            /** @description Asked whether a merchant is set up, before it opens a mode. */
            checkEnvUrl?: string;
            /** @description Where the connector takes payments. */
            payUrl?: string;
            /** @description Where the connector takes refunds. */
            refundUrl?: string;
            /** @description Where the connector says what became of a payment or refund. */
            queryUrl?: string;
            /** @description Where the connector closes a payment whose time is over. */
            cancelUrl?: string;
            /** @description Keeps who the connector is when its addresses change: name it in every registration with a payUrl; empty: the origin and path of payUrl say it. */
            connectorId?: string;
            /** @description A picture for screens. */
            iconHref?: string;
            /** @description Hours in which a payment may still be carried out. */
            orderValidTime?: number;
            /** @description The same in seconds, 10 or more; 0: the hours count. */
            orderValidSeconds?: number;
            /**
             * @description 1: a connector decides; 0: recorded, not charged: the money changed hands at the till.
             * @enum {integer}
             */
            isOnline?: 0 | 1;
            /**
             * @description 1: on account; 0: paid.
             * @enum {integer}
             */
            isSignAccount?: 0 | 1;
            /**
             * @description 1: the connector reports the end by a notice.
             * @enum {integer}
             */
            isAsyncNotify?: 0 | 1;
            /**
             * @description 1: by a third party such as WeChat.
             * @enum {integer}
             */
            isThridPay?: 0 | 1;
            /** @description The third party, for screens. */
            payChannel?: string;
            /** @description How it is paid there, for screens. */
            payWay?: string;
            /**
             * @description 1: the connector treats a repeated `tractionNo` as the same payment.
             * @enum {integer}
             */
            isIdempotent?: 0 | 1;
            /** @description How long the connector may take for one call, ms. */
            timeoutMs?: number;
            /** @description Calls at the same time, at most, for each worker process. */
            maxConcurrency?: number;
            /** @description Signs calls and notices (Standard Webhooks); never answered; empty: none. */
            notifySecret?: string;
            /** @description Keys of payParams that only the connector may read, beside payBarCode. */
            secretParams?: string[];
            /** @description By what its payments are found besides their numbers: names of fields of `clientExtraParams` whose texts or numbers are searched for, and `payBarCode` for the whole barcode, of which only a code is stored. Each one costs every payment a row. */
            searchKeys?: string[];
            /**
             * @description What becomes of money that arrives after its order was closed.
             * @enum {string}
             */
            lateSuccessPolicy?: "reverse" | "accept" | "review";
            /**
             * @description 1: `payData` of a payment is deleted once it is final.
             * @enum {integer}
             */
            dropsPayData?: 0 | 1;
            /**
             * @description Whether money moves. `real`: it does, cash and on account too; `sandbox`: the built-in sandbox, it does not; `stub`: an imitation of a third party for tests, it does not.
             * @enum {string}
             */
            connectorKind?: "real" | "sandbox" | "stub";
            /**
             * @description Modes of a disabled template take no payments, and no merchant can open one.
             * @enum {string}
             */
            status?: "enabled" | "disabled";
        };
        ResolveRequest: {
            /** @description Why; it is recorded. */
            reason: string;
        };
        RevokeSessionRequest: Record<string, never>;
        RotateSecretRequest: {
            /** @description How long the old secret signs as well; 24 without it. 0: it has leaked. */
            overlapHours?: number;
        };
        SavedView: {
            /** @description The id of the view. */
            uuid: string;
            /** @description What you call it. */
            name: string;
            /** @description A page of the console, with its filters. */
            path: string;
            /** @description When it was saved. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
        };
        SavedViewList: {
            /** @description All of them, in the order they were saved. */
            items: components["schemas"]["SavedView"][];
        };
        SearchAnswer: {
            /** @description What was found: by the whole number first, then by how it begins; the newest first. */
            items: components["schemas"]["FoundOrder"][];
            /** @description What was compared with `q`, or with `amount`. */
            searchedBy: ("uuid" | "tractionNo" | "clientPayNo" | "clientRefundNo" | "thirdPayNo" | "thirdRefundNo" | "barcode" | "searchKey" | "amount")[];
            /** @description Whether there are more than these, or may be: say more of the number, or a shorter time. */
            more: boolean;
        };
        SelectedOrder: {
            /** @description The id of the order. */
            uuid: string;
            /** @description The gateway's number of the order. */
            tractionNo: string;
            /** @description fen */
            amount: number;
        };
        Selection: {
            /** @description The id of the selection. */
            uuid: string;
            /**
             * @description pay or refund
             * @enum {string}
             */
            kind: "pay" | "refund";
            /** @description Whose orders; null: of every merchant. */
            merchantUUID: string | null;
            /** @description What was asked for. */
            filter: {
                [key: string]: unknown;
            };
            /** @description Orders that matched when it was made. */
            total: number;
            /** @description Orders of which nothing was decided yet. */
            left: number;
            /** @description Orders whose attempt was made due. */
            asked: number;
            /** @description Orders that were final by then, in the middle of an attempt, or due anyway. */
            skipped: number;
            /** @description When it was made. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description Who made it. */
            createdBy: string;
            /** @description When it ends. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            expiresAt: string;
            /** @description Its first orders. */
            sample: components["schemas"]["SelectedOrder"][];
        };
        SelectionForecast: {
            /** @description Orders that would be attempted now. */
            willAsk: number;
            /** @description Orders that would be skipped. */
            willSkip: number;
            /** @description How many are skipped for what. */
            reasons: {
                /** @description They have become final. */
                final: number;
                /** @description An attempt is in progress. */
                isAsking: number;
                /** @description Their attempt is due by now. */
                due: number;
            };
        };
        SelectionRequest: {
            /**
             * @description pay or refund
             * @enum {string}
             */
            kind: "pay" | "refund";
            /** @description `t-` and the template, or `o-` and the origin of a mode without one. */
            connectorKey?: string;
            /** @description The pay mode. */
            payModeUUID?: string;
            /** @description What the last attempt found; null: there was none yet. */
            lastOutcome?: string | null;
            /** @description Why a person should review them; null: nobody needs to. */
            reviewReason?: string | null;
            /**
             * @description 1: only orders that a person should review; 0: only others.
             * @enum {integer}
             */
            needsReview?: 0 | 1;
            /** @description The merchant. Only who may see all merchants may name another than that of its token. */
            merchantUUID?: string;
            /** @description A link whose last segment is the merchant's UUID. */
            merchantHref?: string;
        };
        SettleRequest: {
            /**
             * @description What really happened.
             * @enum {string}
             */
            outcome: "succeeded" | "failed";
            /** @description Why; it is recorded. */
            reason: string;
            /** @description The connector's number, if it is known. */
            thirdNo?: string;
        };
        StuckGroup: {
            /**
             * @description pay or refund
             * @enum {string}
             */
            kind: "pay" | "refund";
            /** @description The pay mode. */
            payModeUUID: string;
            /** @description What the mode is called. */
            payModeName: string;
            /** @description The template of the mode, if it has one. */
            payTemplateId: string | null;
            /** @description `t-` and the template, or `o-` and the origin of a mode without one. */
            connectorKey: string;
            /** @description What the last attempt found; null: there was none yet. */
            lastOutcome: string | null;
            /** @description Why a person should review them; null: nobody needs to. */
            reviewReason: string | null;
            /** @description How many orders. */
            count: number;
            /** @description Whether there may be more of them. */
            isCapped: boolean;
            /** @description When the oldest of them began. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            oldestAt: string;
            /** @description fen, of all of them */
            amount: number;
        };
        StuckOrders: {
            /** @description The groups, the largest first. */
            items: components["schemas"]["StuckGroup"][];
            /** @description Whether more orders are open than were read. */
            isCapped: boolean;
        };
        TradeException: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description The merchant. */
            merchantUUID: string;
            /** @description pay or refund */
            kind: string;
            /**
             * @description What the evidence says of the final order: that it succeeded, or that it failed.
             * @enum {string}
             */
            reason: "lateSuccess" | "lateFailure";
            /**
             * @description Whether it was dealt with; `reversing`: a refund sends the money back.
             * @enum {string}
             */
            status: "open" | "reversing" | "resolved";
            /** @description The template's lateSuccessPolicy: reverse, accept or review. */
            policy: string;
            /** @description The gateway's number of the order: digits, 1 first for payments and 2 for refunds. */
            tractionNo: string;
            /** @description fen */
            amount: number;
            /** @description The order's status when this was written. */
            orderStatus: string;
            /** @description Who brought the evidence. */
            actor: string;
            /** @description What else the evidence said: the step, the connector's number. */
            detail: {
                [key: string]: unknown;
            };
            /** @description How it was dealt with. */
            resolution: string | null;
            /** @description Who dealt with it. */
            resolvedBy: string | null;
            /** @description When it was dealt with. YYYY-MM-DD HH:mm:ss in TIME_ZONE, null while it has not happened. */
            resolvedAt: string | null;
            /** @description When it was written. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description The payment. */
            payOrder: components["schemas"]["Link"];
            /** @description The refund, if it is about one. */
            refundOrder: components["schemas"]["MaybeLink"];
            /** @description The refund that sends the money back. */
            reversal: components["schemas"]["MaybeLink"];
        };
        TradeExceptionList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["TradeException"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        TradeRecord: {
            /** @description Where this is. */
            href: string;
            /** @description A row number; name resources by `uuid`. */
            id: number;
            /** @description The id of the resource. */
            uuid: string;
            /** @description The merchant. */
            merchantUUID: string;
            /** @description The payment. */
            payOrderUUID: string;
            /** @description The refund, if it is about one. */
            refundOrderUUID: string | null;
            /** @description The pay mode of the payment. */
            payModeUUID: string;
            /** @description The template of the mode, if it has one. */
            payTemplateId: string | null;
            /** @description The gateway's number of the order: digits, 1 first for payments and 2 for refunds. */
            tractionNo: string;
            /** @description pay or refund */
            kind: string;
            /** @description What happened. */
            event: string;
            /** @description Who brought the evidence: api, connector, query, notice, sweep, operator. */
            actor: string;
            /** @description The status before; null for the first record. */
            fromStatus: string | null;
            /** @description The status after; equal when only something was learnt. */
            toStatus: string;
            /** @description fen */
            amount: number;
            /** @description Which attempt it was. */
            attempt: number;
            /** @description Of the connector's answer, if there was one. */
            httpStatus: number | null;
            /** @description How long the call took, ms. */
            durationMs: number | null;
            /** @description The reason, the step, who settled it. */
            detail: {
                [key: string]: unknown;
            };
            /** @description When it was written. YYYY-MM-DD HH:mm:ss in TIME_ZONE. */
            createdAt: string;
            /** @description The payment. */
            payOrder: components["schemas"]["Link"];
            /** @description The refund, if it is about one. */
            refundOrder: components["schemas"]["MaybeLink"];
            /** @description The mode that it was paid in. */
            payMode: components["schemas"]["Link"];
        };
        TradeRecordList: {
            /** @description Where this is. */
            href: string;
            /** @description How many items lie before the page. */
            offset: number;
            /** @description Items in a page, at most. */
            limit: number;
            /** @description Items in this page. */
            size: number;
            /** @description The page. */
            items: components["schemas"]["TradeRecord"][];
            /** @description The next page; absent on the last. */
            next?: string;
        };
        ViewRequest: {
            /** @description What you call it. */
            name: string;
            /** @description A page of the console, with its filters. */
            path: string;
        };
        Whoami: {
            /** @description Who: the token's `sub`, or the merchant. */
            subject: string;
            /**
             * @description What the caller is: a merchant, or of the staff.
             * @enum {string}
             */
            role: "merchant" | "view" | "support" | "operate" | "admin";
            /**
             * @description Whose rows: those of `merchantUUID`, or of all merchants.
             * @enum {string}
             */
            scope: "own" | "all";
            /** @description The caller's merchant; null where there is none. */
            merchantUUID: string | null;
            /** @description What the role may do. */
            permissions: ("read" | "pay" | "refund" | "close" | "ask" | "settle" | "resolve" | "reverse" | "bulk" | "modes" | "notify" | "templates" | "sessions" | "audit" | "books")[];
            /** @description The session of the console; null for a bearer token. */
            session: components["schemas"]["CurrentSession"] | null;
            /** @description What screens need to know of the gateway. */
            gateway: components["schemas"]["GatewayFacts"];
        };
    };
    responses: {
        /** @description 9000: something unexpected; send the same request again. */
        Error9000: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description 9000: something unexpected; send the same request again.
         *
         *     9001: the environment check of the mode failed.
         */
        Error9000Or9001: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description 9000: something unexpected; send the same request again.
         *
         *     9002: the pay mode is closed, or its template is disabled.
         */
        Error9000Or9002: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9003: no such resource, or not yours. */
        Error9003: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9004: the request is wrong; the message names the field. */
        Error9004: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9004: the content type is not JSON, or the body is compressed. */
        Error9004ContentType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9005: the number has other content. */
        Error9005: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description 9005: the number has other content.
         *
         *     9006: more than is left of the payment.
         *
         *     9007: the order's status forbids it.
         */
        Error9005Or9006Or9007: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9007: the order's status forbids it. */
        Error9007: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9008: no usable connector URL, or one where no connector may live. */
        Error9008: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9401: not authenticated. */
        Error9401: {
            headers: {
                /** @description Always `Bearer`. */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9403: not allowed. */
        Error9403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9413: the body, the headers or what is asked for is too large. */
        Error9413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9429: too many requests. */
        Error9429: {
            headers: {
                /** @description Seconds after which trying again makes sense. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description 9503: not able to serve at the moment; repeat after Retry-After seconds. */
        Error9503: {
            headers: {
                /** @description Seconds after which trying again makes sense. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /** @description `wait=N` waits at most N seconds (60 at most) for the outcome, `respond-async` does not wait (RFC 7240). Anything else is ignored. */
        Prefer: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    isAlive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
            /** @description It stops. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"] | components["schemas"]["Error"];
                };
            };
        };
    };
    isReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every part is ready. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description A part is not ready. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"] | components["schemas"]["Error"];
                };
            };
        };
    };
    takePayNotice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway's number: digits, 1 first for payments and 2 for refunds. */
                tractionNo: string;
                /** @description The credential of this one notice URL. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorAnswer"];
            };
        };
        responses: {
            /** @description Taken, or known already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeAnswer"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    takeRefundNotice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The gateway's number: digits, 1 first for payments and 2 for refunds. */
                tractionNo: string;
                /** @description The credential of this one notice URL. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorAnswer"];
            };
        };
        responses: {
            /** @description Taken, or known already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeAnswer"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    pay: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most N seconds (60 at most) for the outcome, `respond-async` does not wait (RFC 7240). Anything else is ignored. */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayRequest"];
            };
        };
        responses: {
            /** @description The order as it is now, also for a repeated request. */
            200: {
                headers: {
                    /** @description What was understood of `Prefer`. */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayAnswer"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9005"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            422: components["responses"]["Error9008"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000Or9002"];
            503: components["responses"]["Error9503"];
        };
    };
    closePay: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most N seconds (60 at most) for the outcome, `respond-async` does not wait (RFC 7240). Anything else is ignored. */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClosePayRequest"];
            };
        };
        responses: {
            /** @description The order as it is now. */
            200: {
                headers: {
                    /** @description What was understood of `Prefer`. */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayAnswer"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    refund: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most N seconds (60 at most) for the outcome, `respond-async` does not wait (RFC 7240). Anything else is ignored. */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundRequest"];
            };
        };
        responses: {
            /** @description The refund as it is now, also for a repeated request. */
            200: {
                headers: {
                    /** @description What was understood of `Prefer`. */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundAnswer"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9005Or9006Or9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            422: components["responses"]["Error9008"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    batchPay: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most N seconds (60 at most) for the outcome, `respond-async` does not wait (RFC 7240). Anything else is ignored. */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchPayRequest"];
            };
        };
        responses: {
            /** @description One element for each payment. */
            200: {
                headers: {
                    /** @description What was understood of `Prefer`. */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPayAnswer"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    batchRefund: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most N seconds (60 at most) for the outcome, `respond-async` does not wait (RFC 7240). Anything else is ignored. */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchRefundRequest"];
            };
        };
        responses: {
            /** @description One element for each refund. */
            200: {
                headers: {
                    /** @description What was understood of `Prefer`. */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchRefundAnswer"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listPayOrders: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Your number of the payment, unique for ever within your merchant. Compared character by character. */
                clientPayNo?: string;
                /** @description The gateway's number of the payment: digits, 1 first. */
                tractionNo?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description What became of the payment; `paying`: not known yet. */
                status?: components["schemas"]["PayStatus"];
                /** @description 1: only orders that a person should review. */
                needsReview?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, refundOrders, tradeRecords */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayOrderList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getPayOrder: {
        parameters: {
            query?: {
                /** @description any of payMode, refundOrders, tradeRecords */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayOrder"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listRefundOrdersOfPayOrder: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Your number of the refund, unique for ever within your merchant. Compared character by character. */
                clientRefundNo?: string;
                /** @description The gateway's number of the refund: digits, 2 first. */
                tractionNo?: string;
                /** @description The `tractionNo` of the payment. */
                payTractionNo?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description What became of the refund; `refunding`: not known yet. */
                status?: components["schemas"]["RefundStatus"];
                /** @description 1: only orders that a person should review. */
                needsReview?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payOrder, tradeRecords */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundOrderList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listTradeRecordsOfPayOrder: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The gateway's number of the order: digits, 1 first for payments and 2 for refunds. */
                tractionNo?: string;
                /** @description The refund. */
                refundOrderUUID?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description pay or refund */
                kind?: "pay" | "refund";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt" | "createdAt asc" | "createdAt desc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payOrder, refundOrder */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeRecordList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    settlePayOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettleRequest"];
            };
        };
        responses: {
            /** @description The payment, settled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayOrder"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    askPayOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskRequest"];
            };
        };
        responses: {
            /** @description The payment as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayOrder"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    streamPayOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events until it ends. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listRefundOrders: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Your number of the refund, unique for ever within your merchant. Compared character by character. */
                clientRefundNo?: string;
                /** @description The gateway's number of the refund: digits, 2 first. */
                tractionNo?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description The `tractionNo` of the payment. */
                payTractionNo?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description What became of the refund; `refunding`: not known yet. */
                status?: components["schemas"]["RefundStatus"];
                /** @description 1: only orders that a person should review. */
                needsReview?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payOrder, tradeRecords */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundOrderList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getRefundOrder: {
        parameters: {
            query?: {
                /** @description any of payMode, payOrder, tradeRecords */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The refund. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundOrder"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listTradeRecordsOfRefundOrder: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The gateway's number of the order: digits, 1 first for payments and 2 for refunds. */
                tractionNo?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description pay or refund */
                kind?: "pay" | "refund";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt" | "createdAt asc" | "createdAt desc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payOrder, refundOrder */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeRecordList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    settleRefundOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettleRequest"];
            };
        };
        responses: {
            /** @description The refund, settled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundOrder"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    askRefundOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskRequest"];
            };
        };
        responses: {
            /** @description The refund as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundOrder"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listTradeRecords: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The gateway's number of the order: digits, 1 first for payments and 2 for refunds. */
                tractionNo?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description The refund. */
                refundOrderUUID?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description pay or refund */
                kind?: "pay" | "refund";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt" | "createdAt asc" | "createdAt desc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payOrder, refundOrder */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeRecordList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getTradeRecord: {
        parameters: {
            query?: {
                /** @description any of payMode, payOrder, refundOrder */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trade record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeRecord"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    search: {
        parameters: {
            query?: {
                /** @description The number: typed, pasted or scanned. Blanks, line breaks, full-width characters and a leading `#` do no harm. */
                q?: string;
                /** @description In the place of `q`: the amount of a payment or refund, fen. */
                amount?: number;
                /** @description With `amount`: orders that were created at this time or later: 2018-07-12 11:47:10. Without it: seven days. */
                createdFrom?: string;
                /** @description With `amount`: orders that were created before this time, at most seven days later. Without it: until now. */
                createdBefore?: string;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description How many orders are answered, at most; 20 unless it is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchAnswer"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listPayModes: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description 1: takes payments. */
                isOpened?: 0 | 1;
                /** @description 1: shown for paying fast. */
                isFastPay?: 0 | 1;
                /** @description 1: a connector decides; 0: recorded, not charged: the money changed hands at the till. */
                isOnline?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "uiOrder" | "uiOrder asc" | "uiOrder desc" | "createdAt" | "createdAt asc" | "createdAt desc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payModeTemplate, payOrders, refundOrders, tradeRecords */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayModeList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    openPayMode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenPayModeRequest"];
            };
        };
        responses: {
            /** @description This template was opened before; its mode was changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayMode"];
                };
            };
            /** @description A new mode. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayMode"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            422: components["responses"]["Error9008"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000Or9001"];
            503: components["responses"]["Error9503"];
        };
    };
    getPayMode: {
        parameters: {
            query?: {
                /** @description any of payMode, payModeTemplate, payOrders, refundOrders, tradeRecords */
                expand?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example demoModeWechat00000001
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pay mode. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayMode"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    changePayMode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example demoModeWechat00000001
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePayModeRequest"];
            };
        };
        responses: {
            /** @description The mode as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayMode"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            422: components["responses"]["Error9008"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000Or9001"];
            503: components["responses"]["Error9503"];
        };
    };
    listPayOrdersOfPayMode: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Your number of the payment, unique for ever within your merchant. Compared character by character. */
                clientPayNo?: string;
                /** @description The gateway's number of the payment: digits, 1 first. */
                tractionNo?: string;
                /** @description What became of the payment; `paying`: not known yet. */
                status?: components["schemas"]["PayStatus"];
                /** @description 1: only orders that a person should review. */
                needsReview?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, refundOrders, tradeRecords */
                expand?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example demoModeWechat00000001
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayOrderList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listRefundOrdersOfPayMode: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Your number of the refund, unique for ever within your merchant. Compared character by character. */
                clientRefundNo?: string;
                /** @description The gateway's number of the refund: digits, 2 first. */
                tractionNo?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description The `tractionNo` of the payment. */
                payTractionNo?: string;
                /** @description What became of the refund; `refunding`: not known yet. */
                status?: components["schemas"]["RefundStatus"];
                /** @description 1: only orders that a person should review. */
                needsReview?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payOrder, tradeRecords */
                expand?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example demoModeWechat00000001
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundOrderList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listTradeRecordsOfPayMode: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The gateway's number of the order: digits, 1 first for payments and 2 for refunds. */
                tractionNo?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description The refund. */
                refundOrderUUID?: string;
                /** @description pay or refund */
                kind?: "pay" | "refund";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt" | "createdAt asc" | "createdAt desc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payOrder, refundOrder */
                expand?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example demoModeWechat00000001
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeRecordList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listAllPayModes: {
        parameters: {
            query?: {
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "uiOrder" | "uiOrder asc" | "uiOrder desc" | "createdAt" | "createdAt asc" | "createdAt desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllPayModes"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listPayModeTemplates: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description Modes of a disabled template take no payments, and no merchant can open one. */
                status?: "enabled" | "disabled";
                /** @description 1: a connector decides; 0: recorded, not charged: the money changed hands at the till. */
                isOnline?: 0 | 1;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt" | "createdAt asc" | "createdAt desc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayModeTemplateList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getPayModeTemplate: {
        parameters: {
            query?: {
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example rDdNnmkt97nSCiooVgJlvw
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayModeTemplate"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listPayModesOfPayModeTemplate: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description 1: takes payments. */
                isOpened?: 0 | 1;
                /** @description 1: shown for paying fast. */
                isFastPay?: 0 | 1;
                /** @description 1: a connector decides; 0: recorded, not charged: the money changed hands at the till. */
                isOnline?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "uiOrder" | "uiOrder asc" | "uiOrder desc" | "createdAt" | "createdAt asc" | "createdAt desc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payModeTemplate, payOrders, refundOrders, tradeRecords */
                expand?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example rDdNnmkt97nSCiooVgJlvw
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayModeList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listPayOrdersOfPayModeTemplate: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Your number of the payment, unique for ever within your merchant. Compared character by character. */
                clientPayNo?: string;
                /** @description The gateway's number of the payment: digits, 1 first. */
                tractionNo?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description What became of the payment; `paying`: not known yet. */
                status?: components["schemas"]["PayStatus"];
                /** @description 1: only orders that a person should review. */
                needsReview?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, refundOrders, tradeRecords */
                expand?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example rDdNnmkt97nSCiooVgJlvw
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayOrderList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listRefundOrdersOfPayModeTemplate: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Your number of the refund, unique for ever within your merchant. Compared character by character. */
                clientRefundNo?: string;
                /** @description The gateway's number of the refund: digits, 2 first. */
                tractionNo?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description The `tractionNo` of the payment. */
                payTractionNo?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description What became of the refund; `refunding`: not known yet. */
                status?: components["schemas"]["RefundStatus"];
                /** @description 1: only orders that a person should review. */
                needsReview?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payOrder, tradeRecords */
                expand?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example rDdNnmkt97nSCiooVgJlvw
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundOrderList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listTradeRecordsOfPayModeTemplate: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The gateway's number of the order: digits, 1 first for payments and 2 for refunds. */
                tractionNo?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description The refund. */
                refundOrderUUID?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description pay or refund */
                kind?: "pay" | "refund";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt" | "createdAt asc" | "createdAt desc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description any of payMode, payOrder, refundOrder */
                expand?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example rDdNnmkt97nSCiooVgJlvw
                 */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeRecordList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    registerPayModeTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterTemplateRequest"];
            };
        };
        responses: {
            /** @description The template as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayModeTemplate"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            422: components["responses"]["Error9008"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listNotifyEndpoints: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Whether messages are sent. */
                status?: "on" | "paused" | "off";
                /** @description fixed, or adhoc: of the `notifyUrl` of orders. */
                kind?: "fixed" | "adhoc";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt" | "createdAt asc" | "createdAt desc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyEndpointList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    openNotifyEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyEndpointRequest"];
            };
        };
        responses: {
            /** @description The endpoint, with its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyEndpointWithSecret"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getNotifyEndpoint: {
        parameters: {
            query?: {
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyEndpoint"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    changeNotifyEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyEndpointChange"];
            };
        };
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyEndpoint"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listNotifyDeliveriesOfNotifyEndpoint: {
        parameters: {
            query?: {
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description The refund. */
                refundOrderUUID?: string;
                /** @description `open`: not taken yet, and sent again. `failed`: never taken, and not sent any more. `skipped`: never sent, because the endpoint was off or too far behind. */
                status?: "open" | "ok" | "failed" | "skipped";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyDeliveryList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    deleteNotifyEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskRequest"];
            };
        };
        responses: {
            /** @description The endpoint that was deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyEndpoint"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    rotateNotifySecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateSecretRequest"];
            };
        };
        responses: {
            /** @description The endpoint, with its new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyEndpointWithSecret"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    testNotifyEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskRequest"];
            };
        };
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyDelivery"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listNotifyDeliveries: {
        parameters: {
            query?: {
                /** @description The endpoint. */
                notifyEndpointUUID?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description The refund. */
                refundOrderUUID?: string;
                /** @description `open`: not taken yet, and sent again. `failed`: never taken, and not sent any more. `skipped`: never sent, because the endpoint was off or too far behind. */
                status?: "open" | "ok" | "failed" | "skipped";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyDeliveryList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getNotifyDelivery: {
        parameters: {
            query?: {
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyDelivery"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listNotifyAttempts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The attempts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyAttemptList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    replayNotifyDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskRequest"];
            };
        };
        responses: {
            /** @description The new message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyDelivery"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listNotifyReplaies: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The endpoint. */
                notifyEndpointUUID?: string;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyReplayList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getNotifyReplay: {
        parameters: {
            query?: {
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyReplay"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    changeNotifyReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyReplayChange"];
            };
        };
        responses: {
            /** @description The replay. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyReplay"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    replayNotifyEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyReplayRequest"];
            };
        };
        responses: {
            /** @description The replay, or what a dry run says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyReplay"] | components["schemas"]["NotifyReplayForecast"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listNotifyEvents: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description Where to begin, in the place of `after`: 2018-07-12 11:47:10. Without either, with what comes next. */
                from?: string;
                /** @description Events of an answer, at most; 100 without it. */
                limit?: number;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyEventList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listStuckOrders: {
        parameters: {
            query?: {
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The groups. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StuckOrders"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    makeSelection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SelectionRequest"];
            };
        };
        responses: {
            /** @description The selection. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Selection"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getSelection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The selection. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Selection"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    askSelection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskSelectionRequest"];
            };
        };
        responses: {
            /** @description The selection after this step, or what a dry run says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Selection"] | components["schemas"]["SelectionForecast"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    exportPayOrders: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Your number of the payment, unique for ever within your merchant. Compared character by character. */
                clientPayNo?: string;
                /** @description The gateway's number of the payment: digits, 1 first. */
                tractionNo?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description What became of the payment; `paying`: not known yet. */
                status?: components["schemas"]["PayStatus"];
                /** @description 1: only orders that a person should review. */
                needsReview?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description The language of the headings; en without it. */
                lang?: "en" | "zh";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            413: components["responses"]["Error9413"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    exportRefundOrders: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Your number of the refund, unique for ever within your merchant. Compared character by character. */
                clientRefundNo?: string;
                /** @description The gateway's number of the refund: digits, 2 first. */
                tractionNo?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description The `tractionNo` of the payment. */
                payTractionNo?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description What became of the refund; `refunding`: not known yet. */
                status?: components["schemas"]["RefundStatus"];
                /** @description 1: only orders that a person should review. */
                needsReview?: 0 | 1;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description The language of the headings; en without it. */
                lang?: "en" | "zh";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            413: components["responses"]["Error9413"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    exportTradeRecords: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The gateway's number of the order: digits, 1 first for payments and 2 for refunds. */
                tractionNo?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description The refund. */
                refundOrderUUID?: string;
                /** @description The pay mode. */
                payModeUUID?: string;
                /** @description The template, a way to pay that the gateway knows. */
                payTemplateId?: string;
                /** @description pay or refund */
                kind?: "pay" | "refund";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt" | "createdAt asc" | "createdAt desc";
                /** @description The language of the headings; en without it. */
                lang?: "en" | "zh";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            413: components["responses"]["Error9413"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    exportExceptions: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The gateway's number of the order: digits, 1 first for payments and 2 for refunds. */
                tractionNo?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description Whether it was dealt with; `reversing`: a refund sends the money back. */
                status?: "open" | "reversing" | "resolved";
                /** @description What the evidence says of the final order: that it succeeded, or that it failed. */
                reason?: "lateSuccess" | "lateFailure";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description The language of the headings; en without it. */
                lang?: "en" | "zh";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            413: components["responses"]["Error9413"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    exportAuditRecords: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The token's subject, or anonymous. */
                actor?: string;
                /** @description Method and route, or `token`. */
                action?: string;
                /** @description The id in the path, if any. */
                target?: string;
                /** @description `begun`, `done`, or the code of the refusal. */
                result?: string;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description The language of the headings; en without it. */
                lang?: "en" | "zh";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            413: components["responses"]["Error9413"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The views. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewList"];
                };
            };
            401: components["responses"]["Error9401"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    saveView: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewRequest"];
            };
        };
        responses: {
            /** @description The view. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    deleteView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskRequest"];
            };
        };
        responses: {
            /** @description The view that was deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listExceptions: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The gateway's number of the order: digits, 1 first for payments and 2 for refunds. */
                tractionNo?: string;
                /** @description The payment. */
                payOrderUUID?: string;
                /** @description Whether it was dealt with; `reversing`: a refund sends the money back. */
                status?: "open" | "reversing" | "resolved";
                /** @description What the evidence says of the final order: that it succeeded, or that it failed. */
                reason?: "lateSuccess" | "lateFailure";
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeExceptionList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getException: {
        parameters: {
            query?: {
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exception. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeException"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    resolveException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveRequest"];
            };
        };
        responses: {
            /** @description The exception, resolved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeException"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    reverseException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveRequest"];
            };
        };
        responses: {
            /** @description The exception; the refund resolves it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeException"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            409: components["responses"]["Error9007"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            422: components["responses"]["Error9008"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listAuditRecords: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description The token's subject, or anonymous. */
                actor?: string;
                /** @description Method and route, or `token`. */
                action?: string;
                /** @description The id in the path, if any. */
                target?: string;
                /** @description `begun`, `done`, or the code of the refusal. */
                result?: string;
                /** @description The merchant. Only who may see all merchants may name another than that of its token. */
                merchantUUID?: string;
                /** @description A link whose last segment is the merchant's UUID. */
                merchantHref?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRecordList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getAuditRecord: {
        parameters: {
            query?: {
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The audit record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRecord"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            403: components["responses"]["Error9403"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    whoami: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Whoami"];
                };
            };
            401: components["responses"]["Error9401"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description The id of the resource. */
                uuid?: string;
                /** @description Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier. */
                createdFrom?: string;
                /** @description Only what was created at this time or earlier. Of two such moments the later. */
                createdTo?: string;
                /** @description The order of the list; the first is the default. */
                orderBy?: "createdAt desc" | "createdAt" | "createdAt asc";
                /** @description Items in a page, at most. */
                limit?: number;
                /** @description How many items lie before the page. */
                offset?: number;
                /** @description Where the page begins; part of `next`, never made by hand. */
                cursor?: string;
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsoleSessionList"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    getSession: {
        parameters: {
            query?: {
                /** @description nothing here */
                expand?: string;
            };
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsoleSession"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    revokeSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the resource. */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeSessionRequest"];
            };
        };
        responses: {
            /** @description The session, ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsoleSession"];
                };
            };
            400: components["responses"]["Error9004"];
            401: components["responses"]["Error9401"];
            404: components["responses"]["Error9003"];
            413: components["responses"]["Error9413"];
            415: components["responses"]["Error9004ContentType"];
            429: components["responses"]["Error9429"];
            500: components["responses"]["Error9000"];
            503: components["responses"]["Error9503"];
        };
    };
    callPayUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayCall"];
            };
        };
        responses: {
            /** @description What became of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorAnswer"];
                };
            };
        };
    };
    callRefundUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundCall"];
            };
        };
        responses: {
            /** @description What became of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorAnswer"];
                };
            };
        };
    };
    callQueryUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueryCall"];
            };
        };
        responses: {
            /** @description What became of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryAnswer"];
                };
            };
        };
    };
    callCancelUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueryCall"];
            };
        };
        responses: {
            /** @description What became of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryAnswer"];
                };
            };
        };
    };
    callCheckEnvUrl: {
        parameters: {
            query: {
                /** @description The merchant that wants to open the mode. */
                merchantUUID: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentAnswer"];
                };
            };
        };
    };
    onPaymentSucceeded: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The same in every attempt and every replay: take each once.
                 * @example evt_8sJtWm2QxYbL5nRd0vKc3A
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, Unix seconds.
                 * @example 1531367233
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is rotated several, with spaces between.
                 * @example v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyMessage"];
            };
        };
        responses: {
            /** @description Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    onPaymentFailed: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The same in every attempt and every replay: take each once.
                 * @example evt_8sJtWm2QxYbL5nRd0vKc3A
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, Unix seconds.
                 * @example 1531367233
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is rotated several, with spaces between.
                 * @example v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyMessage"];
            };
        };
        responses: {
            /** @description Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    onPaymentClosed: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The same in every attempt and every replay: take each once.
                 * @example evt_8sJtWm2QxYbL5nRd0vKc3A
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, Unix seconds.
                 * @example 1531367233
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is rotated several, with spaces between.
                 * @example v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyMessage"];
            };
        };
        responses: {
            /** @description Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    onPaymentRefunded: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The same in every attempt and every replay: take each once.
                 * @example evt_8sJtWm2QxYbL5nRd0vKc3A
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, Unix seconds.
                 * @example 1531367233
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is rotated several, with spaces between.
                 * @example v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyMessage"];
            };
        };
        responses: {
            /** @description Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    onPaymentReviewNeeded: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The same in every attempt and every replay: take each once.
                 * @example evt_8sJtWm2QxYbL5nRd0vKc3A
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, Unix seconds.
                 * @example 1531367233
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is rotated several, with spaces between.
                 * @example v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyMessage"];
            };
        };
        responses: {
            /** @description Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    onRefundSucceeded: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The same in every attempt and every replay: take each once.
                 * @example evt_8sJtWm2QxYbL5nRd0vKc3A
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, Unix seconds.
                 * @example 1531367233
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is rotated several, with spaces between.
                 * @example v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyMessage"];
            };
        };
        responses: {
            /** @description Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    onRefundFailed: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The same in every attempt and every replay: take each once.
                 * @example evt_8sJtWm2QxYbL5nRd0vKc3A
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, Unix seconds.
                 * @example 1531367233
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is rotated several, with spaces between.
                 * @example v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyMessage"];
            };
        };
        responses: {
            /** @description Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    onRefundReviewNeeded: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The same in every attempt and every replay: take each once.
                 * @example evt_8sJtWm2QxYbL5nRd0vKc3A
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, Unix seconds.
                 * @example 1531367233
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is rotated several, with spaces between.
                 * @example v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyMessage"];
            };
        };
        responses: {
            /** @description Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    onExceptionOpened: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The same in every attempt and every replay: take each once.
                 * @example evt_8sJtWm2QxYbL5nRd0vKc3A
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, Unix seconds.
                 * @example 1531367233
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is rotated several, with spaces between.
                 * @example v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyMessage"];
            };
        };
        responses: {
            /** @description Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    onExceptionResolved: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The same in every attempt and every replay: take each once.
                 * @example evt_8sJtWm2QxYbL5nRd0vKc3A
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, Unix seconds.
                 * @example 1531367233
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks over `id.timestamp.body`: `v1,` and base64 of HMAC-SHA256, `v1a,` and that of ed25519; while a secret is rotated several, with spaces between.
                 * @example v1,rtDA2XkPy1tdPkyPeBTgc3A5bIVLdROqqOQ2Y8mXKkM=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyMessage"];
            };
        };
        responses: {
            /** @description Taken; so is every other 2xx. Of an endpoint whose `ack` is `success` the body says `SUCCESS`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
}
