namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What a draft is beside what was given out.</summary>
/// <param name="IsRecalled">It says nothing else; or comparing it took more than it may.</param>
/// <param name="IsOfAnother">It says nothing else, about another subject.</param>
/// <param name="Resembles">It says little else.</param>
internal readonly record struct GivenVerdict(bool IsRecalled, bool IsOfAnother, bool Resembles)
{
    public static GivenVerdict Recalled { get; } = new(true, false, true);
}
