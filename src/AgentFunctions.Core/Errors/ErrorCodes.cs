namespace AgentFunctions.Core.Errors;

/// <summary>Every error code of the HTTP surface. docs/errors.md has cause and cure of each; a test holds the two together.</summary>
public static class ErrorCodes
{
    public const string InvalidApiKey = "invalid_api_key";
    public const string InvalidSignature = "invalid_signature";
    public const string NotEntitled = "not_entitled";

    /// <summary>A tenant, team, agent, key, model or provider on the call's path is suspended or killed.</summary>
    public const string Suspended = "suspended";

    /// <summary>The run a call names is over.</summary>
    public const string RunClosed = "run_closed";

    /// <summary>The run may start no runs within it.</summary>
    public const string RunDepthExceeded = "run_depth_exceeded";

    /// <summary>As many runs came about within a run as may.</summary>
    public const string RunCountExceeded = "run_count_exceeded";

    /// <summary>The host has no workflow engine.</summary>
    public const string WorkflowsUnavailable = "workflows_unavailable";

    public const string ModelNotAllowed = "model_not_allowed";
    public const string ModelNotFound = "model_not_found";
    public const string ToolNotAllowed = "tool_not_allowed";
    public const string ToolNotFound = "tool_not_found";

    /// <summary>The tool is not the one that the run began with.</summary>
    public const string ToolChanged = "tool_changed";

    /// <summary>The idempotency key was used for another call.</summary>
    public const string IdempotencyMismatch = "idempotency_mismatch";

    /// <summary>A run took all the steps it may take.</summary>
    public const string StepLimit = "step_limit";

    /// <summary>An expression of a workflow could not be evaluated in a run.</summary>
    public const string ExpressionFailed = "expression_failed";

    /// <summary>A step of a workflow was not over in its time.</summary>
    public const string StepTimeout = "step_timeout";

    /// <summary>A loop of a workflow went on beyond its bound, or a list was longer than declared.</summary>
    public const string LoopLimit = "loop_limit";

    /// <summary>A run of a workflow came to as many bytes of values as it may.</summary>
    public const string ByteLimit = "byte_limit";

    /// <summary>A session holds as many bytes as it may.</summary>
    public const string SessionFull = "session_full";

    /// <summary>A trial of a workflow came to more than one may.</summary>
    public const string TrialLimit = "trial_limit";

    /// <summary>A tool answered with an error where a workflow needed a result.</summary>
    public const string ToolFailed = "tool_failed";

    /// <summary>A workflow ended itself as failed, by a step that says so.</summary>
    public const string WorkflowFailed = "workflow_failed";

    /// <summary>A run was not over at its deadline.</summary>
    public const string DeadlineExceeded = "deadline_exceeded";

    /// <summary>A run went round in circles, or could do nothing of what it tried.</summary>
    public const string NoProgress = "no_progress";

    /// <summary>What a run answered does not fit the schema of its agent's output.</summary>
    public const string OutputInvalid = "output_invalid";

    /// <summary>Nobody said in time whether a call took effect.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>The same call is being sent at this moment.</summary>
    public const string CallInProgress = "call_in_progress";
    public const string UnsupportedEndpoint = "unsupported_endpoint";
    public const string UnsupportedParameter = "unsupported_parameter";
    public const string InvalidRequest = "invalid_request";
    public const string RequestTooLarge = "request_too_large";

    /// <summary>What must stay in a context costs more than its budget.</summary>
    public const string ContextTooLarge = "context_too_large";
    public const string HeadersTooLarge = "headers_too_large";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string UnpricedModel = "unpriced_model";
    public const string RateLimited = "rate_limited";

    /// <summary>Too many calls at the same time.</summary>
    public const string ConcurrencyLimited = "concurrency_limited";

    /// <summary>A limit has no room left, and waiting a moment does not help.</summary>
    public const string BudgetExhausted = "budget_exhausted";

    /// <summary>The request alone could come to more than a limit allows in all.</summary>
    public const string RequestExceedsLimit = "request_exceeds_limit";
    public const string UpstreamError = "upstream_error";
    public const string UpstreamTimeout = "upstream_timeout";
    public const string AllTargetsCooling = "all_targets_cooling";
    public const string ControlPlaneUnavailable = "control_plane_unavailable";
    public const string ShuttingDown = "shutting_down";
    public const string StoreUnavailable = "store_unavailable";
    public const string RequestTimeout = "request_timeout";
    public const string InternalError = "internal_error";

    /// <summary>An id in the request (response, conversation, prompt, file, item) that this agent was not issued, or a resource that does not exist.</summary>
    public const string NotFound = "not_found";
    public const string InvalidResource = "invalid_resource";
    public const string Conflict = "conflict";
    public const string InUse = "in_use";

    /// <summary>A month that is not over, or of which usage is still on its way, cannot be closed.</summary>
    public const string StatementNotReady = "statement_not_ready";

    /// <summary>An approval is not for this action (any more): another digest, or it was withdrawn.</summary>
    public const string ApprovalStale = "approval_stale";
    public const string TooManyApprovals = "too_many_approvals";

    public const string ApprovalUsed = "approval_used";
    public const string ApprovalDecided = "approval_decided";
    public const string ApprovalPending = "approval_pending";
    public const string ApprovalDenied = "approval_denied";
    public const string ApprovalExpired = "approval_expired";
    public const string PreconditionFailed = "precondition_failed";
    public const string UnsupportedMediaType = "unsupported_media_type";
}
