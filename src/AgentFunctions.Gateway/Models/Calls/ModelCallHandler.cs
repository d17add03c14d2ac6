using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>The rest of the pipeline.</summary>
public delegate ValueTask<ModelAnswer> ModelCallHandler(ModelCall call, CancellationToken cancellationToken);
