using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Definitions;

/// <summary>Draws a definition as a Mermaid flowchart: from where it begins every step is reached, and what ends the run leads to its end. Steps that undo hang on theirs by dotted lines.</summary>
public sealed class DefinitionDiagram
{
    private readonly StringBuilder _text = new("flowchart TD\n");
    private List<DiagramArrow> _exits = [];
    private int _nodes;

    private DefinitionDiagram()
    {
    }

    public static string Draw(Definition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var diagram = new DefinitionDiagram();
        var start = diagram.Node("([", "start", "])");
        var ends = diagram.Sequence(definition.Steps, [new(start)]);
        diagram.Connect([.. ends, .. diagram._exits], diagram.Node("([", "end", "])"));
        return diagram._text.ToString();
    }

    private List<DiagramArrow> Sequence(IReadOnlyList<DefinitionStep> steps, List<DiagramArrow> entries)
    {
        foreach (var step in steps)
        {
            var skipped = new List<DiagramArrow>();
            if (step.If is { } condition)
            {
                var choice = Node("{", $"{step.Id}: if {condition.Text}", "}");
                Connect(entries, choice);
                entries = [new(choice, "true")];
                skipped.Add(new(choice, "false"));
            }

            entries = [.. Step(step, entries), .. skipped];
        }

        return entries;
    }

    private List<DiagramArrow> Step(DefinitionStep step, List<DiagramArrow> entries)
    {
        var node = step is DefinitionStep.Switch ? Node("{", DiagramText.Title(step), "}") : step is DefinitionStep.Loop or DefinitionStep.ForEach ? Node("{{", DiagramText.Title(step), "}}") : Node("[", DiagramText.Title(step), "]");
        Connect(entries, node);
        var ends = Inside(step, node);
        if (step.Compensate.Count > 0) Sequence(step.Compensate, [new(node, "undo", IsDotted: true)]);
        return ends;
    }

    private List<DiagramArrow> Inside(DefinitionStep step, string node)
    {
        switch (step)
        {
            case DefinitionStep.Parallel parallel:
                var join = Node("[", DiagramText.Join(parallel), "]");
                foreach (var branch in parallel.Branches) Connect(Sequence(branch.Steps, [new(node, branch.Name)]), join);
                return [new(join)];
            case DefinitionStep.Switch choice:
                var ends = choice.Cases.SelectMany(c => Sequence(c.Case.Steps, [new(node, c.When.Text)])).ToList();
                ends.AddRange(choice.Default is { } otherwise ? Sequence(otherwise.Steps, [new(node, "default")]) : [new(node, "none")]);
                return ends;
            case DefinitionStep.Loop loop:
                Connect(Sequence(loop.Body.Steps, [new(node, "again")]), node);
                return [new(node, "done")];
            case DefinitionStep.ForEach each:
                Connect(Sequence(each.Body.Steps, [new(node, "each")]), node);
                return [new(node, "done")];
            case DefinitionStep.Try attempt:
                return Try(attempt, node);
            case DefinitionStep.HandOff or DefinitionStep.End:
                _exits.Add(new(node));
                return [];
            default:
                return [new(node)];
        }
    }

    /// <summary>What ends the run in a try ends it after what is done in any case.</summary>
    private List<DiagramArrow> Try(DefinitionStep.Try attempt, string node)
    {
        var outer = _exits;
        _exits = [];
        var after = Sequence(attempt.Body.Steps, [new(node)]);
        if (attempt.Catch is { } caught) after.AddRange(Sequence(caught.Steps, [new(node, "on failure")]));
        var inner = _exits;
        _exits = outer;
        if (attempt.Finally is not { } last)
        {
            _exits.AddRange(inner);
            return after;
        }

        var ends = Sequence(last.Steps, [.. after, .. inner]);
        if (inner.Count > 0) _exits.AddRange(ends.Select(static e => e with { Label = "ended" }));
        return after.Count > 0 ? ends : [];
    }

    private string Node(string open, string label, string close)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"n{_nodes++}");
        _text.Append("  ").Append(id).Append(open).Append('"').Append(DiagramText.Escape(label)).Append('"').Append(close).Append('\n');
        return id;
    }

    private void Connect(IEnumerable<DiagramArrow> entries, string to)
    {
        foreach (var (from, label, isDotted) in entries)
        {
            _text.Append("  ").Append(from).Append(isDotted ? " -.->" : " -->");
            if (label is not null) _text.Append("|\"").Append(DiagramText.Escape(label)).Append("\"|");
            _text.Append(' ').Append(to).Append('\n');
        }
    }
}
