using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Definitions;

/// <summary>The words in a diagram. Everything that people wrote is escaped, character by character: a label can be nothing but a label.</summary>
internal static class DiagramText
{
    private const int MaxLabel = 60;

    public static string Title(DefinitionStep step) => step switch
    {
        DefinitionStep.Tool tool => $"{step.Id}: tool {tool.ToolId}",
        DefinitionStep.Agent agent => $"{step.Id}: agent {agent.AgentId}",
        DefinitionStep.SubWorkflow workflow => $"{step.Id}: workflow {workflow.WorkflowId}",
        DefinitionStep.HandOff handOff => $"{step.Id}: hand off to {handOff.AgentId}",
        DefinitionStep.Wait wait => $"{step.Id}: wait for {wait.Event}",
        DefinitionStep.Timer timer => $"{step.Id}: timer {(timer.Duration ?? timer.Until)?.Text}",
        DefinitionStep.Loop loop => $"{step.Id}: while {loop.While.Text}",
        DefinitionStep.ForEach each => $"{step.Id}: for each {each.As} in {each.Each.Text}",
        DefinitionStep.End { Error: not null } => $"{step.Id}: fail",
        _ => $"{step.Id}: {step.Type}",
    };

    public static string Join(DefinitionStep.Parallel parallel) =>
        $"{parallel.Id}: join {parallel.Join switch { ParallelJoin.All => "all", ParallelJoin.Any => "any", _ => parallel.Count.ToString(CultureInfo.InvariantCulture) }}";

    /// <summary>Letters, digits and harmless marks as they are, everything else by its number, as Mermaid reads it. A mark at the beginning too: it would make a list or a heading of the label.</summary>
    public static string Escape(string label)
    {
        var text = new StringBuilder();
        var count = 0;
        foreach (var rune in label.EnumerateRunes())
        {
            if (count++ == MaxLabel) return text.Append("...").ToString();
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || (count > 1 && rune.Value is ' ' or '.' or ',' or ':' or '_' or '-' or '/'))) text.Append((char)rune.Value);
            else text.Append('#').Append(rune.Value.ToString(CultureInfo.InvariantCulture)).Append(';');
        }

        return text.ToString();
    }
}
