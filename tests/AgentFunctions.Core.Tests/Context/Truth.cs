using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>Shows results as a model is shown them.</summary>
internal static class Truth
{
    public static string Shown(IReadOnlyList<ContextMessage> messages, string reference)
    {
        var context = new ContextAssembler(new CharMeter()).Assemble(new ContextInput(messages), new ContextSamples.Mint()).Value!;
        return ContextSamples.TextOf(context.Messages.Single(message => message.Ref == reference));
    }
}
